import { TestDatabases } from '@backstage/backend-test-utils';
import { databaseState } from '../__testUtils__/databaseState';
import { expectRefusal } from '../__testUtils__/expectRefusal';
import { bob, StartedPlugin, startPlugin } from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

const FABRIC = {
  type: 'sql',
  owner: 'group:default/platform',
  workspaceUrl: 'https://adb-1.2.azuredatabricks.net',
  warehouseId: 'abc123',
};
const CLIENT = { clientId: 'client', clientSecret: 'secret-of-it' };
const ONE_SCOPE = 'scopes.0';

/** Method, path, a body that would do, and its texts that are free. */
const BODIES: [string, string, Record<string, unknown>, string[]][] = [
  [
    'PUT',
    '/fabrics/new',
    FABRIC,
    [
      'title',
      'description',
      'owner',
      'appConnection',
      'workspaceUrl',
      'warehouseId',
      'catalog',
      'schema',
    ],
  ],
  [
    'PUT',
    '/fabrics/new',
    { ...FABRIC, type: 'spark', warehouseId: undefined },
    ['clusterId', 'httpPath'],
  ],
  ['PUT', '/fabrics/new', { type: 'sql', owner: '*' }, ['jdbcUrl']],
  [
    'PUT',
    '/app-connections/new',
    CLIENT,
    ['title', 'clientId', 'clientSecret', ONE_SCOPE],
  ],
  ['POST', '/app-connections/default/test', {}, ['workspaceUrl']],
  ['POST', '/sign-ins', { fabric: 'everybody' }, ['returnTo']],
  ['PUT', '/pause', { paused: true }, ['reason']],
  ['DELETE', '/admin/connections?user=user:default/bob', {}, ['reason']],
  [
    'DELETE',
    '/admin/connections/9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
    {},
    ['reason'],
  ],
];

/** What databases, URLs, headers or pages cannot take, or would alter. */
const BAD: [string, string][] = [
  ['a NUL', 'a\u0000b'],
  ['an escape', 'a\u001bb'],
  ['half of a character', 'a\ud83db'],
  ['the other half', 'a\ude00b'],
  ['12,000 characters', 'x'.repeat(12_000)],
];

/** As the value of a field that has to begin with something. */
const inForm: Record<string, (text: string) => string> = {
  returnTo: text => `/${text}`,
  owner: text => `group:default/${text}`,
  workspaceUrl: text => `https://adb-1.2.azuredatabricks.net/${text}`,
  httpPath: text => `/sql/1.0/warehouses/${text}`,
  jdbcUrl: text =>
    `jdbc:databricks://adb-1.2.azuredatabricks.net:443;httpPath=/sql/1.0/warehouses/${text}`,
};

describe.each(databases.eachSupportedId())(
  'Texts that nobody could read, on %s,',
  id => {
    let plugin: StartedPlugin;
    let before: string;

    beforeAll(async () => {
      plugin = await startPlugin({ databases: { databases, id } });
      before = await databaseState(plugin.knex);
    });
    afterAll(() => plugin.stop());

    it.each(
      BODIES.flatMap(([method, path, body, fields]) =>
        fields.flatMap(field =>
          BAD.map(
            ([what, text]) =>
              [what, field, `${method} ${path}`, body, text] as const,
          ),
        ),
      ),
    )(
      'are refused by the name of their field, and stored nowhere: %s as %s of %s',
      async (_, field, call, body, text) => {
        const [method, path] = call.split(' ');
        const value = inForm[field]?.(text) ?? text;
        const verb = method.toLowerCase() as 'post' | 'put' | 'delete';
        const answer = await plugin
          .as(bob)
          [verb](`/api/databricks${path}`)
          .send({
            ...body,
            ...(field === ONE_SCOPE ? { scopes: [value] } : { [field]: value }),
          });
        const message = expectRefusal(answer, 400, 'invalid_request');
        expect(message).toMatch(new RegExp(`\\b${field.split('.')[0]}\\b.*: `));
        expect(message).not.toContain(text);
        expect(await databaseState(plugin.knex)).toBe(before);
        expect(await plugin.knex('definitions')).toEqual([]);
      },
    );
  },
);
