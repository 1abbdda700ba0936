import { AuthService } from '@backstage/backend-plugin-api';
import { isFullEntityRef } from '@backstage-databricks/plugin-databricks-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { LRUCache } from 'lru-cache';
import { withTimeout } from '../withTimeout';

/** An admin waits for the whole answer no longer than this, whatever becomes of the catalog. */
const DEADLINE_MS = 2_000;

/** The catalog answers lists of this size well below a second. */
const BATCH = 200;

/** Also where the catalog does not answer, so that admins wait for it once in this time. */
const KEPT_MS = 60_000;

/** Other lists of refs that are remembered. */
const MAX_LISTS = 100;

/** Which owners and admins exist, as the catalog says. Only ever a hint: nobody is let in or refused by it. */
export class CatalogEntities {
  readonly #unknown: LRUCache<string, ReadonlySet<string>, string[]>;

  constructor(options: { auth: AuthService; catalog: CatalogService }) {
    const { auth, catalog } = options;
    const ask = async (entityRefs: string[]) => {
      const { items } = await catalog.getEntitiesByRefs(
        { entityRefs, fields: ['kind', 'metadata.name'] },
        { credentials: await auth.getOwnServiceCredentials() },
      );
      return entityRefs.filter((_, index) => !items[index]);
    };
    this.#unknown = new LRUCache({
      max: MAX_LISTS,
      ttl: KEPT_MS,
      ttlResolution: 0,
      ignoreFetchAbort: true,
      fetchMethod: async (_key, _stale, { context: refs }) => {
        const batches = Array.from(
          { length: Math.ceil(refs.length / BATCH) },
          (_, index) => refs.slice(index * BATCH, (index + 1) * BATCH),
        );
        const unknown = await withTimeout(
          DEADLINE_MS,
          Promise.all(batches.map(ask)),
          () => new Error('The catalog does not answer'),
        ).catch(() => []);
        return new Set(unknown.flat());
      },
    });
  }

  /** Those of these entities that the catalog does not know; none where it does not answer in time. */
  async unknown(refs: string[]): Promise<ReadonlySet<string>> {
    // A claim of an identity provider is no entity
    const asked = [...new Set(refs)].filter(isFullEntityRef).sort();
    const key = asked.join(' ');
    return (
      this.#unknown.get(key) ??
      this.#unknown.forceFetch(key, { context: asked })
    );
  }
}
