import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';
import { MAX_REMEMBERED } from '../maxStaleness';
import { ResolvedFabric } from '../settings';
import { DatabaseFabricNameStore } from './DatabaseFabricNameStore';

/** A name that was written down is not written again for so long: whoever looks at compute asks for it all the time. */
const WRITE_AGAIN_MS = 60 * 60 * 1000;

/** What a fabric's compute and service principal are called at Databricks, where that is known. */
export type NamesOfFabric = { compute?: string; servicePrincipal?: string };

/**
 * Keeps the names that tests and looks at compute bring, for people to read. They are kept beside the fabric, and shown at
 * no other one: who names the same compute may not be allowed to see it.
 */
export class FabricNames {
  readonly #store: DatabaseFabricNameStore;
  readonly #written = new LRUCache<string, string>({
    max: MAX_REMEMBERED,
    ttl: WRITE_AGAIN_MS,
    ttlResolution: 0,
  });

  constructor(options: { store: DatabaseFabricNameStore }) {
    this.#store = options.store;
  }

  /** @param names - as Databricks told them a moment ago, of what the fabric is; short and printable */
  async learn(fabric: ResolvedFabric, names: NamesOfFabric): Promise<void> {
    const targets = targetsOf(fabric);
    for (const kind of ['compute', 'servicePrincipal'] as const) {
      const { [kind]: name } = names;
      const { [kind]: target } = targets;
      if (name !== undefined && target !== undefined) {
        await this.#save(fabric.name, hashOf(target), name);
      }
    }
  }

  /** By the names of the fabrics. One statement, or none; of a compute or service principal that was changed since, nothing. */
  async find(
    fabrics: ResolvedFabric[],
  ): Promise<ReadonlyMap<string, NamesOfFabric>> {
    const known = new Map<string, Map<string, string>>();
    for (const row of await this.#store.list(fabrics.map(it => it.name))) {
      const names = known.get(row.fabric) ?? new Map<string, string>();
      known.set(row.fabric, names.set(row.targetHash, row.name));
    }
    return new Map(
      fabrics.flatMap(fabric => {
        const names = known.get(fabric.name);
        const { compute, servicePrincipal } = targetsOf(fabric);
        const nameOf = (target: string | undefined) =>
          target === undefined ? undefined : names?.get(hashOf(target));
        return names
          ? [
              [
                fabric.name,
                {
                  compute: nameOf(compute),
                  servicePrincipal: nameOf(servicePrincipal),
                },
              ] as const,
            ]
          : [];
      }),
    );
  }

  async #save(fabric: string, targetHash: string, name: string): Promise<void> {
    const key = `${fabric} ${targetHash}`;
    if (this.#written.get(key) !== name) {
      await this.#store.save({ fabric, targetHash, name });
      this.#written.set(key, name);
    }
  }
}

/** What has the names. */
function targetsOf({
  workspaceUrl,
  compute,
  servicePrincipal,
}: ResolvedFabric): NamesOfFabric {
  return {
    compute:
      compute && JSON.stringify([workspaceUrl, compute.kind, compute.id]),
    servicePrincipal:
      servicePrincipal &&
      JSON.stringify([
        workspaceUrl,
        'servicePrincipal',
        servicePrincipal.clientId,
      ]),
  };
}

function hashOf(target: string): string {
  return createHash('sha256').update(target).digest('hex');
}
