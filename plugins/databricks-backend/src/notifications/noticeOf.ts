import { UserNotification } from '../portal';
import { issuerOf, SettingsSnapshot, workspaceTitle } from '../settings';
import { DueSignIn } from './DatabaseNoticeStore';

/**
 * One notification of all that is due to a user, those that have ended first. It names the first, and counts the others.
 *
 * @returns undefined where nothing is due
 */
export function noticeOf(
  due: Pick<DueSignIn, 'id' | 'issuer' | 'appConnection' | 'isEnded'>[],
  snapshot: Pick<SettingsSnapshot, 'config'>,
): UserNotification | undefined {
  const ended = due.filter(it => it.isEnded);
  const ending = due.filter(it => !it.isEnded);
  const [first, ...others] = [...ended, ...ending];
  if (!first) {
    return undefined;
  }
  const isOne = others.length === 0;
  const workspace = workspaceTitle(first.issuer, snapshot);
  const what = [
    ...(ended.length > 0 ? [isOne ? 'has ended' : 'have ended'] : []),
    ...(ending.length > 0
      ? [isOne ? 'ends in about a day' : 'end in about a day']
      : []),
  ].join(' or ');
  const { id } = issuerOf(first.issuer, first.appConnection);
  return {
    title: isOne
      ? `Your Databricks sign-in to ${workspace} ${what}`
      : `Your Databricks sign-ins to ${workspace} and ${others.length} more ${what}`,
    description:
      ended.length > 0
        ? 'Work in the portal that needs it is refused until you reconnect.'
        : 'Reconnect before that, and your work in the portal goes on without a break.',
    link: `/databricks/fabrics?connect=${encodeURIComponent(id)}`,
    severity: ended.length > 0 ? 'high' : 'normal',
    topic: 'sign-in',
    scope: `databricks:sign-in:${first.id}`,
  };
}
