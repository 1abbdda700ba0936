import { A_SERVICE_PRINCIPAL, A_USER, aGrant } from './__testUtils__/aGrant';
import { Grant, GrantHolder } from './Grant';
import { GrantReader } from './GrantReader';

const user = A_USER;
const servicePrincipal = A_SERVICE_PRINCIPAL;

describe('The grant of a holder', () => {
  const reading = (...rows: (Grant | undefined)[]) => {
    const asked: string[] = [];
    const reader = new GrantReader({
      vault: { clientHashes: () => ['hash'] } as never,
      store: {
        async read({ owner }: GrantHolder) {
          asked.push(`read ${owner}`);
          return rows.shift();
        },
        async ensureServicePrincipal({ owner }: GrantHolder) {
          asked.push(`make ${owner}`);
        },
      } as never,
    });
    return { asked, reader };
  };
  const refused = (code: string) => expect.objectContaining({ code });

  it('is the one that is stored, and made for a service principal that has none', async () => {
    const grant = aGrant();
    expect(await reading(grant).reader.read(user)).toBe(grant);
    const known = reading(grant);
    expect(await known.reader.read(servicePrincipal)).toBe(grant);
    expect(known.asked).toEqual(['read nightly']);
    const first = reading(undefined, grant);
    expect(await first.reader.read(servicePrincipal)).toBe(grant);
    expect(first.asked).toEqual([
      'read nightly',
      'make nightly',
      'read nightly',
    ]);
  });

  it('is missing where nobody has connected', async () => {
    const { asked, reader } = reading();
    await expect(reader.read(user)).rejects.toEqual(refused('not_connected'));
    expect(asked).toEqual(['read user:default/alice']);
  });

  it('wants a reconnect where it has ended, or was made with another client', async () => {
    for (const changes of [
      { status: 'reconnect_required' as const },
      { clientId: 'other' },
    ]) {
      await expect(reading(aGrant(changes)).reader.read(user)).rejects.toEqual(
        refused('reconnect_required'),
      );
    }
    const told = async (changes: Partial<Grant>) => {
      const { reader } = reading(aGrant(changes));
      return reader.read(user).catch(({ message }) => message);
    };
    const status = 'reconnect_required';
    expect(await told({ status })).toMatch(/sign-in has ended/);
    expect(await told({ status, reasonCode: 'answer_lost' })).toMatch(
      /^The last renewal .* Nobody has ended your sign-in/,
    );
    expect(await told({ clientId: 'other' })).toMatch(
      /^The app connection that you signed in with was changed/,
    );
    expect(
      await told({
        status,
        reasonCode: 'ended_by_admin',
        endedReason: 'Left',
        clientId: 'other',
      }),
    ).toMatch(/^An admin of the portal has ended .* wrote: 'Left'/);
    // Its rows are found by the client that they are of
    const other = aGrant({ clientId: 'other' });
    expect(await reading(other).reader.read(servicePrincipal)).toBe(other);
  });
});
