import { createWorkspaceClient } from './createWorkspaceClient';
import { StandIn } from './__testUtils__/StandIn';

describe('What Databricks shows instead of its sign-in page', () => {
  let standIn: StandIn;
  const client = createWorkspaceClient(() => ({
    allowedHosts: [],
    allowPrivateNetwork: false,
    production: false,
  }));
  const probe = () =>
    client.probeAuthorization(`${standIn.url}/oidc/v1/authorize`);

  beforeAll(async () => {
    standIn = await StandIn.start();
  });
  afterAll(() => standIn.stop());

  it.each([
    [
      "redirect_uri 'x' not registered for OAuth application 'y'",
      'redirect_uri',
    ],
    ["OAuth application with client_id: 'x' not available", 'unknown_client'],
    ['The weather is bad', 'other'],
  ])('is told apart: %s', async (error_description, refusal) => {
    standIn.answer(400, { error: 'invalid_request', error_description });
    await expect(probe()).resolves.toBe(refusal);
  });

  it('is not about the client where it asks to slow down, is down or lets nobody in', async () => {
    standIn.answer(429, { error_code: 'REQUEST_LIMIT_EXCEEDED' });
    await expect(probe()).rejects.toMatchObject({ kind: 'throttled' });
    standIn.answer(503, {});
    await expect(probe()).rejects.toMatchObject({ kind: 'unavailable' });
    const message =
      'Source IP address: 1.2.3.4 is blocked by Databricks IP ACL';
    standIn.answer(403, { error_code: 'PERMISSION_DENIED', message });
    await expect(probe()).rejects.toMatchObject({
      kind: 'refused',
      refusal: 'ip_access_list',
    });
  });
});
