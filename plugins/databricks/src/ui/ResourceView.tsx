import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RemoteState,
  useProblemText,
  useTimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { VisuallyHidden } from '@backstage/ui';
import type { ReactNode } from 'react';
import { databricksTranslationRef } from '../translation';
import { After200ms } from './After200ms';
import { ProblemLine } from './ProblemLine';

/** Draws what is fetched: while it loads, when it fails, and when it is there but the last refetch failed. */
export function ResourceView<T>(props: {
  state: RemoteState<T>;
  /** In the very places and heights of what comes. */
  skeleton: ReactNode;
  /** Read out while it loads. */
  loading: string;
  /** What could not be loaded. */
  errorTitle: string;
  notFound?: ReactNode;
  forbidden?: ReactNode;
  children(value: T): ReactNode;
}) {
  const { remote, retry } = props.state;
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  const { relative } = useTimeText();

  switch (remote.status) {
    case 'loading':
      return (
        <div aria-busy="true">
          <VisuallyHidden role="status">{props.loading}</VisuallyHidden>
          <After200ms>{props.skeleton}</After200ms>
        </div>
      );
    case 'forbidden':
      return (
        <>
          {props.forbidden ?? (
            <ProblemLine
              title={t('remote.forbidden')}
              text={t('remote.forbiddenHelp')}
            />
          )}
        </>
      );
    case 'notFound':
    case 'error':
      return remote.status === 'notFound' && props.notFound !== undefined ? (
        <>{props.notFound}</>
      ) : (
        <ProblemLine
          title={props.errorTitle}
          text={`${textOf(remote.problem)} ${t('remote.notAffected')}`}
          onTryAgain={retry}
        />
      );
    case 'loaded':
      return (
        <>
          {remote.problem &&
            (navigator.onLine ? (
              <ProblemLine
                tone="warning"
                title={t('remote.refreshFailed')}
                text={textOf(remote.problem)}
                onTryAgain={retry}
              />
            ) : (
              <ProblemLine
                tone="warning"
                title={t('remote.offline')}
                text={t('remote.offlineHelp', {
                  when: relative(new Date(remote.fetchedAt).toISOString()),
                })}
              />
            ))}
          {props.children(remote.value)}
        </>
      );
    default:
      return remote satisfies never;
  }
}
