// The drawing of the house: what may import what. `npm test` holds the code against it.

/** The rooms of the backend plugin, in their order: each may take from those above it, through their doors. */
const ROOMS = [
  'portal',
  'config',
  'database',
  'encryption',
  'databricks',
  'http',
  'settings',
  'access',
  'grants',
  'connections',
  'fabrics',
  'signIn',
  'probes',
  'checks',
  'administration',
  'notifications',
];

const BACKEND = '^plugins/databricks-backend/src';
const TESTS = '\\.test\\.tsx?$|/__testUtils__/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one thing, or three.',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { circular: true },
    },
    ...ROOMS.map((room, i) => ({
      name: `${room}-takes-from-above`,
      comment: `${room} may import from: ${ROOMS.slice(0, i).join(', ')}`,
      severity: 'error',
      from: { path: `${BACKEND}/${room}/`, pathNot: TESTS },
      to: {
        path: `${BACKEND}/(${
          ROOMS.slice(i + 1).join('|') || '-'
        })/|${BACKEND}/plugin\\.ts`,
      },
    })),
    {
      name: 'through-the-door',
      comment: "A room takes what is another's from its index.ts.",
      severity: 'error',
      from: { path: `${BACKEND}/(\\w+)/`, pathNot: TESTS },
      to: {
        path: `${BACKEND}/(\\w+)/`,
        pathNot: [`${BACKEND}/$1/`, `${BACKEND}/\\w+/index\\.ts$`],
      },
    },
    {
      name: 'plugin-takes-doors',
      comment: 'plugin.ts is the table of contents: it knows rooms, not files.',
      severity: 'error',
      from: { path: `${BACKEND}/[^/]+\\.ts$`, pathNot: TESTS },
      to: {
        path: `${BACKEND}/\\w+/`,
        pathNot: `${BACKEND}/\\w+/index\\.ts$`,
      },
    },
    {
      name: 'known-rooms',
      comment: 'A new room has its place in the list above.',
      severity: 'error',
      from: { path: BACKEND, pathNot: TESTS },
      to: {
        path: `${BACKEND}/\\w+/`,
        pathNot: `${BACKEND}/(${ROOMS.join('|')})/`,
      },
    },
    {
      name: 'knex-in-stores',
      comment: 'SQL stands in stores and in database/; doors hand knex on.',
      severity: 'error',
      from: {
        path: `${BACKEND}/`,
        pathNot: [
          TESTS,
          `${BACKEND}/database/`,
          '/(Database|create)\\w+\\.ts$',
          `${BACKEND}/\\w+/index\\.ts$`,
          `${BACKEND}/plugin\\.ts$`,
        ],
      },
      to: { path: 'node_modules/knex/' },
    },
    {
      name: 'no-tests-in-code',
      severity: 'error',
      from: { pathNot: `${TESTS}|/dev/|/bench/|/e2e-tests/|setupTests` },
      to: { path: TESTS },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist-types|node_modules/\\.)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
