import { mockServices } from '@backstage/backend-test-utils';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { CatalogEntities } from './CatalogEntities';

const GROUP = { kind: 'Group' };

describe('Entities that the catalog does not know', () => {
  let asked: string[][];
  let answer: (refs: string[]) => Promise<unknown[]>;
  let entities: CatalogEntities;

  beforeEach(() => {
    asked = [];
    answer = async refs =>
      refs.map(it => (it.includes('typo') ? undefined : GROUP));
    entities = new CatalogEntities({
      auth: mockServices.auth(),
      catalog: {
        async getEntitiesByRefs({ entityRefs }: { entityRefs: string[] }) {
          asked.push(entityRefs);
          return { items: await answer(entityRefs) };
        },
      } as Partial<CatalogService> as CatalogService,
    });
  });
  afterEach(() => jest.restoreAllMocks());

  const unknown = async (...refs: string[]) => [
    ...(await entities.unknown(refs)),
  ];

  it('are asked for together, once a minute, by all who want to know', async () => {
    const refs = ['group:default/one', 'group:default/typo'];
    expect(
      await Promise.all([unknown(...refs), unknown(...refs.reverse())]),
    ).toEqual([['group:default/typo'], ['group:default/typo']]);
    expect(asked).toHaveLength(1);
    const now = performance.now.bind(performance);
    let passedMs = 59_000;
    jest.spyOn(performance, 'now').mockImplementation(() => now() + passedMs);
    await unknown(...refs);
    expect(asked).toHaveLength(1);
    passedMs = 61_000;
    answer = async all => all.map(() => GROUP);
    expect(await unknown(...refs)).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it('are asked for in lists of at most 200, and not where there is nothing to ask for', async () => {
    const refs = Array.from(
      { length: 401 },
      (_, i) => `group:default/typo${i}`,
    );
    expect(await unknown(...refs, '*', 'a-claim')).toHaveLength(401);
    expect(asked.map(it => it.length)).toEqual([200, 200, 1]);
    expect(await unknown('*')).toEqual([]);
    expect(asked).toHaveLength(3);
  });

  it('are none where the catalog fails or does not answer within two seconds, which is remembered too', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    answer = () => new Promise(() => {});
    const waiting = unknown('group:default/typo');
    await jest.advanceTimersByTimeAsync(2_000);
    expect(await waiting).toEqual([]);
    jest.useRealTimers();
    expect(await unknown('group:default/typo')).toEqual([]);
    expect(asked).toHaveLength(1);
    answer = async () => {
      throw new Error('canary');
    };
    expect(await unknown('group:default/typo-two')).toEqual([]);
  });
});
