import { mockServices } from '@backstage/backend-test-utils';
import {
  appConnectionInputSchema,
  fabricInputFields,
} from '@backstage-databricks/plugin-databricks-common';
import { randomBytes } from 'node:crypto';
import { signInSteps } from '../__testUtils__/signInSteps';
import { openSealer } from '../__testUtils__/openSealer';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { sealedTables } from '../plugin';
import { DatabaseSweepStore } from './DatabaseSweepStore';
import { SealedTable } from './SealedTable';
import { Sealer, SealedValueError } from './Sealer';
import { Sweep } from './Sweep';

type Row = Record<string, unknown>;

/** What a value is not bound to, and why it need not be. All other columns of its row are bound. */
const NOT_BOUND: Record<string, Record<string, string>> = {
  grants: {
    databricks_display_name: 'is shown to its user, and decides nothing',
    previous_user_name: 'is shown to its user, and decides nothing',
    other_person: 'is shown to its user; what is required is decided earlier',
    scopes: 'says what Databricks granted, and is sent nowhere',
    access_token: 'is sealed itself',
    refresh_token: 'is sealed itself',
    key_id: 'is a copy; the one that counts is within the value',
    unreadable_at: 'says what was found, and changes nothing',
    access_token_received_at: 'tells when to renew; Databricks knows better',
    access_token_expires_at: 'tells when to renew; Databricks knows better',
    refresh_token_received_at: 'is for a warning',
    generation: 'changes with each write, also without another token',
    lease_owner: 'says who renews, not what with',
    lease_until: 'says when to renew',
    answer_lost: 'chooses what a refusal is called',
    status: 'goes with erased tokens; forged it can only stop their use',
    reason_code: 'chooses a sentence',
    verdict: 'makes a line of the check list',
    verdict_at: 'makes a line of the check list',
    rejected_client_hash: 'says when to try again',
    failures: 'says when to try again',
    retry_at: 'says when to try again',
    ended_at: 'goes with erased tokens',
    ended_reason: 'goes with erased tokens',
    connected_at: 'is shown, and is for clean-up',
    refreshed_at: 'is shown',
    used_at: 'is for keep-alive and notifications',
    refused_at: 'is for notifications',
    told_ended_at: 'is for notifications',
  },
  sign_ins: {
    code_verifier: 'is sealed itself',
    key_id: 'is a copy; the one that counts is within the value',
    status: 'changes while the verifier is kept',
    error_code: 'chooses a sentence',
    error_reason: 'chooses a sentence',
    created_at: 'is for limits',
    expires_at: 'only gives the right browser more time',
    consumed_at: 'changes while the verifier is kept; a code works once',
    ended_at: 'goes with an erased verifier',
    rejected_client_hash: 'goes with an erased verifier',
  },
  definitions: {
    definition: 'is bound field by field, below',
    client_secret: 'is sealed itself',
    key_id: 'is a copy; the one that counts is within the value',
    version: 'counts the changes of what is not bound too',
    created_at: 'is for etags',
    updated_at: 'is shown',
    updated_by: 'is shown',
  },
};

/** The same for the fields of definitions that hold a secret. */
const FIELDS_NOT_BOUND: Record<string, Record<string, string>> = {
  appConnection: {
    title: 'is shown',
    clientSecret: 'is not kept in the definition',
    public: 'decides nothing where there is a secret',
    refreshTokenLifetime: 'is for warnings',
    sessionLifetime: 'is for warnings',
    default: 'chooses among app connections for fabrics that name none',
  },
  fabric: {
    title: 'is shown',
    description: 'is shown',
    appConnection: 'is for users, not for the service principal',
    jdbcUrl: 'must name the workspace, which is bound',
    httpPath: 'names a compute of the workspace, which is bound',
    warehouseId: 'names a compute of the workspace, which is bound',
    clusterId: 'names a compute of the workspace, which is bound',
    catalog: 'is where work begins, within the workspace',
    schema: 'is where work begins, within the workspace',
  },
};

const FIELDS: Record<string, string[]> = {
  appConnection: Object.keys(appConnectionInputSchema.shape),
  fabric: [...Object.keys(fabricInputFields.shape), 'servicePrincipal'],
};

describe('A stored value opens only in the row that it was stored in, unaltered', () => {
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin();
    await plugin.connect(alice);
    await signInSteps(plugin).start(alice);
    await plugin
      .as(alice)
      .post('/api/databricks/fabrics/nightly/test')
      .send({})
      .expect(/"ok":true/);
    for (const [path, body] of Object.entries({
      '/app-connections/stored': { clientId: 'c', clientSecret: 'the-secret' },
      '/fabrics/reports': {
        type: 'sql',
        owner: 'group:default/analytics',
        workspaceUrl: plugin.simulator.url,
        warehouseId: 'abc123',
      },
      '/fabrics/reports/service-principal': {
        clientId: 'sp-nightly',
        clientSecret: 'sp-nightly-secret',
      },
    })) {
      await plugin.as(bob).put(`/api/databricks${path}`).send(body).expect(201);
    }
  });

  afterAll(() => plugin.stop());

  function opens(
    { purpose, place, columns }: SealedTable,
    row: Row,
    sealer = openSealer(plugin),
  ): boolean {
    const values = columns.filter(it => row[it] !== null);
    const opened = values.map(column => {
      try {
        sealer.open(purpose, place(row, column), String(row[column]));
        return true;
      } catch (error) {
        if (error instanceof SealedValueError) {
          return false;
        }
        throw error;
      }
    });
    expect(new Set(opened).size).toBe(1);
    return opened[0];
  }

  async function rowsOf(sealed: SealedTable): Promise<Row[]> {
    const rows: Row[] = await plugin.knex(sealed.table);
    return rows.filter(row => sealed.columns.some(it => row[it] !== null));
  }

  const another = (value: unknown) =>
    ({ appConnection: 'fabric', fabric: 'appConnection' }[String(value)] ??
    (value === null ? 'x' : `${value}x`));

  it.each(sealedTables.map(sealed => [sealed.table, sealed as SealedTable]))(
    'in %s: every column is bound, or has a reason why not',
    async (table, sealed) => {
      const notBound = Object.keys(NOT_BOUND[table]);
      const rows = await rowsOf(sealed);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        expect(Object.keys(row)).toEqual(expect.arrayContaining(notBound));
        for (const column of Object.keys(row)) {
          const isTriedElsewhere = ['definition', ...sealed.columns];
          const altered = { ...row, [column]: another(row[column]) };
          const isOpen =
            isTriedElsewhere.includes(column) || opens(sealed, altered);
          expect([column, isOpen]).toEqual([column, notBound.includes(column)]);
        }
        for (const column of Object.keys(row)) {
          const isEmpty = row[column] === null && !notBound.includes(column);
          const empty = { ...row, ...(isEmpty && { [column]: '' }) };
          expect([column, opens(sealed, empty)]).toEqual([column, !isEmpty]);
        }
      }
    },
  );

  it.each(['appConnection', 'fabric'])(
    'in the definition of a stored %s: every field is bound, or has a reason why not',
    async kind => {
      const sealed = sealedTables.find(it => it.table === 'definitions')!;
      const rows = await rowsOf(sealed);
      const row = rows.find(it => it.kind === kind)!;
      const definition = JSON.parse(String(row.definition));
      const opensWith = (changes: object) =>
        opens(sealed, {
          ...row,
          definition: JSON.stringify({ ...definition, ...changes }),
        });
      expect(opensWith({})).toBe(true);
      const notBound = Object.keys(FIELDS_NOT_BOUND[kind]);
      expect(FIELDS[kind]).toEqual(expect.arrayContaining(notBound));
      for (const field of FIELDS[kind]) {
        for (const value of ['another', '', null, ['another']]) {
          expect([field, opensWith({ [field]: value })]).toEqual([
            field,
            notBound.includes(field),
          ]);
        }
      }
      const { servicePrincipal } = definition;
      for (const field of Object.keys(servicePrincipal ?? {})) {
        const altered = { ...servicePrincipal, [field]: 'another' };
        expect(opensWith({ servicePrincipal: altered })).toBe(false);
      }
    },
  );

  it('as well after it was encrypted with another key', async () => {
    const { keys } = plugin.databricks.encryption as {
      keys: { k1: { secret: string } };
    };
    const k1 = Buffer.from(keys.k1.secret, 'base64');
    const k2 = ['k2', randomBytes(32)] as const;
    const sweep = new Sweep({
      store: new DatabaseSweepStore({
        knex: plugin.knex,
        tables: sealedTables,
      }),
      sealer: new Sealer({ primaryKey: 'k2', keys: new Map([['k1', k1], k2]) }),
      logger: mockServices.logger.mock(),
    });
    await sweep.runNow();
    const renewed = new Sealer({ primaryKey: 'k2', keys: new Map([k2]) });
    for (const sealed of sealedTables) {
      for (const row of await rowsOf(sealed)) {
        expect(opens(sealed, row, renewed)).toBe(true);
      }
    }
  });
});
