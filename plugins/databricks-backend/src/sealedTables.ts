import { SealedTable } from './encryption';
import { secretPlace } from './settings';

/** Every place where something sealed is kept, for counts and for re-encryption. */
export const sealedTables: readonly SealedTable[] = [
  {
    table: 'grants',
    purpose: 'tokens',
    columns: ['access_token', 'refresh_token'],
    key: ['id'],
    fence: 'generation',
    place: (row, column) => ({
      table: 'grants',
      column,
      rowId: String(row.id),
      owner: String(row.owner),
    }),
  },
  {
    table: 'sign_ins',
    purpose: 'sign-ins',
    columns: ['code_verifier'],
    key: ['id'],
    place: row => ({
      table: 'sign_ins',
      column: 'code_verifier',
      rowId: String(row.id),
      owner: String(row.user_entity_ref),
    }),
  },
  {
    table: 'definitions',
    purpose: 'settings',
    columns: ['client_secret'],
    key: ['kind', 'name'],
    fence: 'version',
    place: row => {
      const definition = JSON.parse(String(row.definition));
      return row.kind === 'fabric'
        ? secretPlace({
            kind: 'fabric',
            name: String(row.name),
            clientId: definition.servicePrincipal?.clientId,
            workspaceUrl: definition.workspaceUrl,
          })
        : secretPlace({
            kind: 'appConnection',
            name: String(row.name),
            clientId: definition.clientId,
          });
    },
  },
];
