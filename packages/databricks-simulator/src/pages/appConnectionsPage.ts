import { Account, RegisteredAppConnection } from '../Account';
import { escapeHtml, page } from './page';

export const APP_CONNECTIONS_PATH = '/account/app-connections';

/** Stands for the page of the account console on which an admin registers an app connection. */
export function appConnectionsPage(
  account: Account,
  state: { registered?: RegisteredAppConnection; error?: string } = {},
): string {
  return page({
    title: 'App connections',
    wide: true,
    content: `<p class="quiet">Account <code>${
      account.accountId
    }</code>. At Databricks this is Settings, App connections in the account console, and a change needs up to 30 minutes to work.</p>
${state.registered ? registeredSection(state.registered) : ''}
${form(state.error)}
<h2>Registered</h2>
${list(account.appConnections)}`,
  });
}

function registeredSection({
  name,
  clientId,
  clientSecret,
}: RegisteredAppConnection) {
  return `<section role="status">
<h2>${escapeHtml(name)} is registered</h2>
<dl>
<dt>Client ID</dt><dd><code id="client-id">${escapeHtml(clientId)}</code></dd>
${
  clientSecret
    ? `<dt>Client secret</dt><dd><code id="client-secret">${escapeHtml(
        clientSecret,
      )}</code></dd>`
    : ''
}
</dl>
<p>${
    clientSecret
      ? 'Copy the secret now: it is not shown again.'
      : 'It is public: there is no secret.'
  }</p>
</section>`;
}

function form(error?: string) {
  return `<h2>Register an app connection</h2>
${error ? `<p class="error" role="alert">${escapeHtml(error)}</p>` : ''}
<form method="post" action="${APP_CONNECTIONS_PATH}">
<label>Name <input type="text" name="name" required></label>
<label>Redirect URLs, one a line <textarea name="redirectUris" rows="3" required></textarea></label>
<fieldset>
<legend>Access scopes</legend>
<label class="choice"><input type="radio" name="scopes" value="all-apis" checked> All APIs</label>
<label class="choice"><input type="radio" name="scopes" value="sql"> SQL</label>
</fieldset>
<label class="choice"><input type="checkbox" name="confidential" value="yes" checked> Generate a client secret</label>
<button>Add connection</button>
</form>`;
}

function list(appConnections: RegisteredAppConnection[]) {
  return appConnections.length === 0
    ? '<p>None yet.</p>'
    : `<ul>${appConnections
        .map(
          it =>
            `<li><strong>${escapeHtml(it.name)}</strong> ${
              it.clientSecret ? '' : '(public)'
            }<br><code>${escapeHtml(it.clientId)}</code><br>${it.redirectUris
              .map(uri => `<code>${escapeHtml(uri)}</code>`)
              .join('<br>')}<br><small>${escapeHtml(
              it.scopes.join(' '),
            )}</small></li>`,
        )
        .join('\n')}</ul>`;
}
