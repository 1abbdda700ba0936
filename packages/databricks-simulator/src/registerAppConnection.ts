import { Account } from './Account';
import { Answer, htmlAnswer } from './Answer';
import { appConnectionsPage } from './pages/appConnectionsPage';

/** Carries out the form of the account console. */
export function registerAppConnection(
  form: URLSearchParams,
  account: Account,
): Answer {
  const name = form.get('name')?.trim();
  const redirectUris = (form.get('redirectUris') ?? '')
    .split(/\s+/)
    .filter(Boolean);
  const scopes = form.getAll('scopes');
  const invalid = redirectUris.find(it => !isRedirectUri(it));
  const refuse = (error: string) =>
    htmlAnswer(400, appConnectionsPage(account, { error }));
  if (!name) {
    return refuse('A name is needed.');
  }
  if (redirectUris.length === 0) {
    return refuse('At least one redirect URL is needed.');
  }
  if (invalid !== undefined) {
    return refuse(
      `${invalid} is not an absolute http or https URL without a fragment.`,
    );
  }
  if (scopes.length === 0) {
    return refuse('At least one scope is needed.');
  }
  const registered = account.registerAppConnection({
    name,
    redirectUris,
    scopes: [...scopes, 'offline_access', 'openid', 'profile', 'email'],
    confidential: form.get('confidential') === 'yes',
  });
  return htmlAnswer(200, appConnectionsPage(account, { registered }));
}

function isRedirectUri(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && !text.includes('#');
}
