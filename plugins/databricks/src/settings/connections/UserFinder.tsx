import type { Entity, UserEntity } from '@backstage/catalog-model';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  useApiHolder,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  Combobox,
  ComboboxItemProfile,
  Text,
  useAsyncList,
} from '@backstage/ui';
import { useRef, useState } from 'react';
import { databricksTranslationRef } from '../../translation';

/** More of one name are found by typing more of it. */
const MOST_FOUND = 20;

/** Typing asks once, when it pauses. */
const TYPING_MS = 200;

type Found = { id: string; textValue: string; picture?: string };

/** Finds a user in the catalog; one that the catalog does not have by the entity ref. */
export function UserFinder(props: {
  user?: string;
  title?: string;
  onChange(user: string | undefined): void;
}) {
  const { user, title, onChange } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const catalogApi = useApiHolder().get(catalogApiRef);
  const isOpened = useRef(false);
  // Another text in the field, as when the name comes to be known, would open the list again
  const [chosen, setChosen] = useState<Found | null>(null);
  const found = useAsyncList<Found>({
    load: async ({ signal, filterText = '' }) => {
      if (!isOpened.current || !catalogApi) {
        return { items: [] };
      }
      if (filterText) {
        await pause(signal);
      }
      const typed = refOf(filterText);
      if (typed) {
        return { items: [{ id: typed, textValue: typed }] };
      }
      const { items } = await catalogApi.queryEntities({
        filter: { kind: 'User' },
        fullTextFilter: {
          term: filterText,
          fields: [
            'metadata.title',
            'metadata.name',
            'spec.profile.displayname',
            'spec.profile.email',
          ],
        },
        fields: [
          'kind',
          'metadata.name',
          'metadata.namespace',
          'metadata.title',
          'spec.profile',
        ],
        orderFields: { field: 'metadata.name', order: 'asc' },
        limit: MOST_FOUND,
      });
      return { items: items.map(foundOf) };
    },
  });
  return (
    <>
      <Combobox
        aria-label={t('connectionTable.find')}
        placeholder={t('connectionTable.find')}
        items={found}
        search={{ mode: 'server' }}
        value={valueOf(user, title, chosen)}
        onChange={item => {
          setChosen(item);
          onChange(item?.id);
        }}
        onOpenChange={isOpen => {
          if (isOpen && !isOpened.current) {
            isOpened.current = true;
            found.reload();
          }
        }}
      >
        {({ id, textValue, picture }: Found) => (
          <ComboboxItemProfile id={id} name={textValue} src={picture ?? ''} />
        )}
      </Combobox>
      {found.error && (
        <Text as="p" role="alert" variant="body-small">
          {t('connectionTable.findFailed')}
        </Text>
      )}
    </>
  );
}

function valueOf(
  user: string | undefined,
  title: string | undefined,
  chosen: Found | null,
): Found | null {
  if (!user) {
    return null;
  }
  return chosen?.id === user ? chosen : { id: user, textValue: title ?? user };
}

function foundOf(entity: Entity): Found {
  const { metadata, spec } = entity;
  const profile = (spec as UserEntity['spec'] | undefined)?.profile;
  return {
    id: stringifyEntityRef(entity),
    textValue: metadata.title ?? profile?.displayName ?? metadata.name,
    picture: profile?.picture,
  };
}

/** The entity ref of a user, where that was typed. */
function refOf(text: string): string | undefined {
  try {
    return /^user:./i.test(text)
      ? stringifyEntityRef(
          parseEntityRef(text.trim(), { defaultNamespace: 'default' }),
        )
      : undefined;
  } catch {
    return undefined;
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, TYPING_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
