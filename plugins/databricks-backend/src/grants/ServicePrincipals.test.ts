import { A_SERVICE_PRINCIPAL, aGrant } from './__testUtils__/aGrant';
import { Grant } from './Grant';
import { ServicePrincipals } from './ServicePrincipals';

describe('What is known of service principals', () => {
  const fabric = (name: string, changes = {}) =>
    ({
      name,
      workspaceUrl: A_SERVICE_PRINCIPAL.workspaceUrl,
      servicePrincipal: {
        clientId: 'sp',
        clientSecret: 'sp-secret',
        scopes: ['all-apis'],
        ...changes,
      },
    } as never);
  const statesOf = async (fabrics: never[], ...grants: Grant[]) => {
    const asked: string[][] = [];
    const servicePrincipals = new ServicePrincipals({
      // Under a second key, too, as replicas have that change it
      vault: {
        clientHashes: (of: object) => ['new', JSON.stringify(of)],
      } as never,
      store: {
        async listServicePrincipals(owners: string[]) {
          asked.push(owners);
          return grants;
        },
      } as never,
    });
    return { states: await servicePrincipals.states(fabrics), asked };
  };
  const grant = (changes: Partial<Grant> = {}) =>
    aGrant({
      owner: 'nightly',
      definitionHash: JSON.stringify(A_SERVICE_PRINCIPAL),
      ...changes,
    });

  it('is asked with one statement, for those that there are', async () => {
    const none = {
      name: 'none',
      workspaceUrl: A_SERVICE_PRINCIPAL.workspaceUrl,
    } as never;
    const { states, asked } = await statesOf([
      fabric('nightly'),
      none,
      fabric('unopened', { clientSecret: undefined }),
      fabric('hourly'),
    ]);
    expect(asked).toEqual([['nightly', 'hourly']]);
    expect([...states.keys()]).toEqual(['nightly', 'hourly']);
    expect((await statesOf([none])).asked).toEqual([]);
  });

  it('is nothing before the first use, and of another definition', async () => {
    const unchecked = {
      grantId: undefined,
      receivedAtMs: undefined,
      workedAtMs: undefined,
      status: 'unchecked',
      unreachable: false,
      refusal: undefined,
    };
    for (const grants of [
      [],
      [grant({ definitionHash: 'of another secret' })],
      [grant({ definitionHash: undefined })],
      [grant({ owner: 'hourly' })],
    ]) {
      const { states } = await statesOf([fabric('nightly')], ...grants);
      expect(states.get('nightly')).toEqual(unchecked);
    }
  });

  it('is that it works, is rejected, is refused or cannot be reached', async () => {
    const stateOf = async (changes: Partial<Grant>) => {
      const { states } = await statesOf(
        [fabric('nightly')],
        grant({ owner: 'hourly' }),
        grant(changes),
      );
      return states.get('nightly');
    };
    const { id, receivedAtMs, nowMs } = grant();
    const ready = {
      grantId: id,
      receivedAtMs,
      workedAtMs: receivedAtMs,
      status: 'ready',
      unreachable: false,
      refusal: undefined,
    };
    const failed = { failures: 1, retryAtMs: nowMs + 1_000 };
    expect(await stateOf({})).toEqual(ready);
    expect(await stateOf({ keyId: undefined })).toEqual({
      ...ready,
      status: 'unchecked',
    });
    expect(await stateOf({ ...failed, reasonCode: 'timeout' })).toEqual({
      ...ready,
      unreachable: true,
    });
    expect(await stateOf({ ...failed, reasonCode: 'entitlement' })).toEqual({
      ...ready,
      refusal: 'entitlement',
    });
    expect(
      await stateOf({
        ...failed,
        status: 'rejected',
        reasonCode: 'client_rejected',
      }),
    ).toEqual({
      grantId: id,
      status: 'rejected',
      reasonCode: 'client_rejected',
      workedAtMs: receivedAtMs,
      unreachable: false,
    });
    // No token came before
    expect(await stateOf({ receivedAtMs: 0 })).toMatchObject({
      workedAtMs: undefined,
    });
  });
});
