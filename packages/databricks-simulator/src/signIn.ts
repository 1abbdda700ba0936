import type Provider from 'oidc-provider';
import { Account } from './Account';
import { Answer, htmlAnswer } from './Answer';
import { captureAnswer } from './captureAnswer';
import { SIGN_IN_PATH } from './oidc/createProvider';
import { page } from './pages/page';
import { signInPage } from './pages/signInPage';
import { formOf, ReceivedRequest } from './ReceivedRequest';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** Shows the sign-in page, or carries out what was chosen on it. */
export async function signIn(
  request: ReceivedRequest,
  options: { workspaceUrl: string; provider: Provider; account: Account },
): Promise<Answer> {
  const { workspaceUrl, provider, account } = options;
  const interaction = await interactionOf(request, provider);
  const action = `${SIGN_IN_PATH}/${interaction?.uid}`;
  if (!interaction || request.url.pathname !== action) {
    return htmlAnswer(
      400,
      page({
        title: 'This sign-in has ended',
        content: '<p>Go back to where you came from and start again.</p>',
      }),
    );
  }
  if (request.method === 'POST') {
    return choose(request, interaction, options);
  }
  const { clientId, redirectUri, scope } = parametersOf(interaction);
  return htmlAnswer(
    200,
    signInPage({
      action,
      appConnection: account.appConnection(clientId)!,
      redirectUri,
      scopes: scope.split(' '),
      workspaceUrl,
      people: account.people,
    }),
  );
}

async function choose(
  request: ReceivedRequest,
  interaction: Interaction,
  { provider, account }: { provider: Provider; account: Account },
): Promise<Answer> {
  const form = formOf(request);
  const person = account.person(form.get('person') ?? '');
  const finish = (
    result: Parameters<Provider['interactionFinished']>[2],
  ): Promise<Answer> =>
    captureAnswer(request, '', (req, res) =>
      provider.interactionFinished(req, res, result),
    );
  if (form.has('deny')) {
    return finish({
      error: 'access_denied',
      error_description: 'The user denied the request',
    });
  }
  if (!person) {
    return htmlAnswer(
      400,
      page({ title: 'Nobody has that name here', content: '' }),
    );
  }
  if (person.denied) {
    return finish({
      error: 'access_denied',
      error_description: 'Policy evaluation failed for this request',
    });
  }
  const { clientId, scope, resource } = parametersOf(interaction);
  const grant = new provider.Grant({ accountId: person.userName, clientId });
  grant.addOIDCScope(scope);
  grant.addResourceScope(resource, scope);
  return finish({
    login: { accountId: person.userName, remember: false },
    consent: { grantId: await grant.save() },
  });
}

async function interactionOf(
  request: ReceivedRequest,
  provider: Provider,
): Promise<Interaction | undefined> {
  let interaction: Interaction | undefined;
  await captureAnswer(request, '', async (req, res) => {
    interaction = await provider
      .interactionDetails(req, res)
      .catch(() => undefined);
    res.end();
  });
  return interaction;
}

function parametersOf({ params }: Interaction) {
  return {
    clientId: String(params.client_id),
    redirectUri: String(params.redirect_uri),
    scope: String(params.scope ?? ''),
    resource: String(params.resource),
  };
}
