import {
  DatabricksCallError,
  DatabricksCallErrorKind,
  describeNetworkFailure,
  isNetworkFailure,
  isNetworkRefusal,
  isRefusal,
  NetworkFailure,
  refusalMessage,
} from './DatabricksCallError';

describe('The error of a call to Databricks', () => {
  it.each<[DatabricksCallErrorKind, string]>([
    ['refresh_token_invalid', 'Databricks refused the refresh token.'],
    [
      'client_rejected',
      'Databricks refused the client ID or the client secret.',
    ],
    ['scopes_rejected', 'Databricks does not assign the requested scopes.'],
    ['access_denied', 'Databricks did not grant access.'],
    ['authorization_invalid', 'Databricks did not accept the authorization.'],
    ['throttled', 'Databricks asks to slow down.'],
    ['not_sent', 'Databricks could not be reached.'],
    ['unavailable', 'Databricks is not available.'],
    ['outcome_unknown', 'The answer of Databricks was lost.'],
    ['unclear', 'Databricks refused the request for an unknown reason.'],
    ['nonsense', 'The workspace did not answer as Databricks does.'],
    ['token_rejected', 'Databricks did not accept the access token.'],
    ['forbidden', 'Databricks does not permit this to the principal.'],
    ['not_found', 'Databricks does not know this.'],
  ])('%s says: %s', (kind, message) => {
    expect(new DatabricksCallError(kind)).toMatchObject({
      name: 'DatabricksCallError',
      kind,
      message,
    });
  });

  it.each([
    [
      'ip_access_list',
      "Databricks refuses the network address of this portal's backend: an IP access list of the workspace or account does not have it. An admin of Databricks can add it.",
      true,
    ],
    [
      'private_link',
      "Databricks refuses the network of this portal's backend: the workspace is reached by private link. An admin of Databricks or of the network can let the backend in.",
      true,
    ],
    [
      'entitlement',
      'Databricks refuses this identity: it lacks an entitlement in this workspace, such as workspace access. An admin of the workspace can grant it.',
      false,
    ],
    [
      'not_a_member',
      'Databricks refuses this identity: it is not a member of this workspace. An admin of the workspace can add it.',
      false,
    ],
  ] as const)(
    'refused for %s says who can change that, and whom it concerns',
    (refusal, message, isOfNetwork) => {
      expect(new DatabricksCallError('refused', { refusal })).toMatchObject({
        kind: 'refused',
        refusal,
        message,
      });
      expect(refusalMessage(refusal)).toBe(message);
      expect(isRefusal(refusal)).toBe(true);
      expect(isNetworkRefusal(refusal)).toBe(isOfNetwork);
      // Of another kind it explains nothing
      expect(new DatabricksCallError('forbidden', { refusal }).message).toBe(
        'Databricks does not permit this to the principal.',
      );
    },
  );

  it.each([undefined, 'canary', 'toString'])(
    'refused for %s says what is known',
    reason => {
      const { message } = new DatabricksCallError('refused');
      expect(refusalMessage(reason)).toBe(message);
      expect(message).toMatch(/Databricks/);
      expect(isRefusal(reason)).toBe(false);
      expect(isNetworkRefusal(reason)).toBe(false);
    },
  );

  it.each<[NetworkFailure | 'address_never', string]>([
    [
      'certificate',
      'its certificate is not one that this machine trusts (certificate)',
    ],
    ['name_not_found', 'its name is not known here (name_not_found)'],
    ['connection_refused', 'nothing takes the connection (connection_refused)'],
    ['timeout', 'it did not answer in time (timeout)'],
    [
      'address_not_public',
      'its name leads to a private address, which databricks.allowPrivateNetwork permits where there is Private Link (address_not_public)',
    ],
    [
      'address_never',
      "its name leads to an address of this machine or of a cloud's own services, which is never called (address_not_public)",
    ],
    [
      'proxy_unusable',
      'the proxy that the environment names cannot be used, as the check list tells (proxy_unusable)',
    ],
    ['reset', 'the connection was cut (reset)'],
    [
      'proxy_407',
      'the proxy on the way did not let the call through (proxy_407)',
    ],
  ])('says how the network failed: %s', (network, words) => {
    expect(describeNetworkFailure(network)).toBe(words);
    expect(new DatabricksCallError('not_sent', { network })).toMatchObject({
      message: `Databricks could not be reached: ${words}.`,
      network: network === 'address_never' ? 'address_not_public' : network,
    });
    // What no switch permits is no code of its own
    expect(isNetworkFailure(network)).toBe(network !== 'address_never');
  });

  it.each([
    [undefined, false],
    ['canary', false],
    ['proxy_', false],
    ['proxy_4070', false],
    ['xproxy_407', false],
    ['proxy_407x', false],
    ['proxy_x', false],
    ['toString', false],
    ['proxy_1', true],
  ])('knows the codes of networks: %s is one: %s', (code, isOne) => {
    expect(isNetworkFailure(code)).toBe(isOne);
  });

  it('has what it was given, and nothing else', () => {
    const options = {
      status: 429,
      retryAfterSeconds: 7,
      scope: 'sql',
      refusal: undefined,
      network: undefined,
    };
    const error = new DatabricksCallError('throttled', options);
    expect({ ...error }).toEqual({
      ...options,
      kind: 'throttled',
      name: 'DatabricksCallError',
    });
    expect(error.cause).toBeUndefined();
  });
});
