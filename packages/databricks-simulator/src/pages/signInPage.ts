import { RegisteredAppConnection } from '../Account';
import { PersonOptions } from '../Account';
import { escapeHtml, page } from './page';

/** Asks who signs in. Works without JavaScript. */
export function signInPage(options: {
  action: string;
  appConnection: RegisteredAppConnection;
  redirectUri: string;
  scopes: string[];
  workspaceUrl: string;
  people: readonly PersonOptions[];
}): string {
  const { appConnection, people, scopes } = options;
  return page({
    title: 'Who signs in?',
    content: `<dl>
<dt>Workspace</dt><dd><code>${escapeHtml(options.workspaceUrl)}</code></dd>
<dt>App connection</dt><dd>${escapeHtml(appConnection.name)}</dd>
<dt>Back to</dt><dd><code>${escapeHtml(options.redirectUri)}</code></dd>
<dt>Asks for</dt><dd>${scopes
      .map(it => `<code>${escapeHtml(it)}</code>`)
      .join(' ')}</dd>
</dl>
<form method="post" action="${escapeHtml(options.action)}">
${people.map(personButton).join('\n')}
<button name="deny" value="deny">Deny access</button>
</form>`,
  });
}

function personButton({ userName, displayName, denied }: PersonOptions) {
  return `<button name="person" value="${escapeHtml(
    userName,
  )}">Continue as ${escapeHtml(displayName)} <small>${escapeHtml(userName)}${
    denied ? ', denied by a policy' : ''
  }</small></button>`;
}
