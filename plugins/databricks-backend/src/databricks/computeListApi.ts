import {
  parseClusterId,
  parseWarehouseId,
} from '@backstage-databricks/plugin-databricks-common';
import { z } from 'zod/v4';
import { GuardedFetch } from './guardedFetch';
import { Caller, get, label, MAX_LIST_BYTES, required } from './workspaceApi';

/** As many as Databricks gives of clusters at once. */
const PAGE_SIZE = 100;

/** Pages may be short or empty. No workspace makes us ask for ever. */
const MAX_PAGES = 10;

/** After this no further page is asked for: people wait. */
const ENOUGH_MS = 10_000;

/** Made by people and by clients of the API: others live and end with a job or a pipeline. */
const CLUSTER_SOURCES = ['UI', 'API'];

/** Compute that a caller can see, as its list shows it. */
type ListedCompute = { id: string; name: string; state: string; size?: string };

const warehouseSchema = z
  .object({
    id: required(64).refine(id => parseWarehouseId(id).value !== undefined),
    name: label,
    state: required(64),
    cluster_size: label,
  })
  .transform(({ id, name = id, state, cluster_size: size }) => ({
    id,
    name,
    state,
    size,
  }));

const clusterSchema = z
  .object({
    cluster_id: required(64).refine(
      id => parseClusterId(id).value !== undefined,
    ),
    cluster_name: label,
    state: required(64),
    node_type_id: label,
    // Old workspaces may not filter
    cluster_source: z.enum(CLUSTER_SOURCES).nullish(),
  })
  .transform(
    ({
      cluster_id: id,
      cluster_name: name = id,
      state,
      node_type_id: size,
    }) => ({
      id,
      name,
      state,
      size,
    }),
  );

const itemsSchema = z.array(z.unknown()).nullish();

const pageSchema = z.object({
  warehouses: itemsSchema,
  clusters: itemsSchema,
  next_page_token: z.string().max(4_096).nullish(),
});

/** The SQL warehouses that the caller can see. Starts nothing. */
export async function listWarehouses(caller: Caller, fetch: GuardedFetch) {
  const path = '/api/2.0/sql/warehouses?';
  return list(path, 'warehouses', warehouseSchema, caller, fetch);
}

/** The clusters that the caller can see, without those of jobs and pipelines. Starts nothing. */
export async function listClusters(caller: Caller, fetch: GuardedFetch) {
  const filter = CLUSTER_SOURCES.map(it => `filter_by.cluster_sources=${it}&`);
  const path = `/api/2.1/clusters/list?${filter.join('')}`;
  return list(path, 'clusters', clusterSchema, caller, fetch);
}

/** Reads all pages. An item that we cannot use hides no other. */
async function list(
  path: string,
  field: 'warehouses' | 'clusters',
  itemSchema: z.ZodType<ListedCompute>,
  caller: Caller,
  fetch: GuardedFetch,
): Promise<ListedCompute[]> {
  const giveUpAt = performance.now() + ENOUGH_MS;
  const all: ListedCompute[] = [];
  const parameters = new URLSearchParams({ page_size: String(PAGE_SIZE) });
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await get(`${path}${parameters}`, pageSchema, caller, fetch, {
      maxBodyBytes: MAX_LIST_BYTES,
    });
    const items = page[field] ?? [];
    all.push(...items.flatMap(it => itemSchema.safeParse(it).data ?? []));
    const next = page.next_page_token;
    if (!next || performance.now() > giveUpAt) {
      break;
    }
    parameters.set('page_token', next);
  }
  return all;
}
