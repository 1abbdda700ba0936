import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Fabric,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import {
  toProblem,
  useDatabricksApi,
  useProblemText,
  useRefetchDatabricks,
  useToast,
} from '@backstage-databricks/plugin-databricks-react';
import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import { useState } from 'react';
import { ReadableDialog } from '../ui/ReadableDialog';
import { databricksTranslationRef } from '../translation';

/** Takes the service principal away from a fabric, after saying what that stops. */
export function RemoveServicePrincipal(props: {
  fabric: Fabric;
  etag: string;
  onClose(): void;
}) {
  const { fabric, etag, onClose } = props;
  const { title, servicePrincipal } = fabric;
  const api = useDatabricksApi();
  const refetch = useRefetchDatabricks();
  const postToast = useToast();
  const textOf = useProblemText();
  const { t } = useTranslationRef(databricksTranslationRef);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const name = servicePrincipal?.name ?? servicePrincipal?.clientId ?? '';

  const remove = async () => {
    setPending(true);
    try {
      await api.deleteServicePrincipal(fabric.name, { etag });
      onClose();
      postToast({ text: t('settings.removed') });
      await refetch();
    } catch (error) {
      setProblem(toProblem(error));
      setPending(false);
    }
  };

  return (
    <ReadableDialog
      isOpen
      onOpenChange={isOpen => isOpen || onClose()}
      width="min(460px, 100vw - 2rem)"
    >
      <DialogHeader>{t('fabric.acts.removeTitle', { name })}</DialogHeader>
      <DialogBody>
        <Text as="p">{t('fabric.acts.removeHelp', { title })}</Text>
        {problem && (
          <Text as="p" role="alert">
            {textOf(problem)}
          </Text>
        )}
      </DialogBody>
      <DialogFooter>
        <Button variant="tertiary" onPress={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          variant="primary"
          destructive
          isPending={isPending}
          onPress={remove}
        >
          {t('fabric.acts.remove')}
        </Button>
      </DialogFooter>
    </ReadableDialog>
  );
}
