import {
  Check,
  Compute,
  IdentityKind,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksCallError } from '../databricks';
import { ResolvedFabric } from '../settings';
import { check } from './check';

/** What was tested, and as whom Databricks knows who tested it. */
export type Tested = {
  fabric: ResolvedFabric;
  as: IdentityKind;
  userName: string;
};

/** Nothing that ends a quoted name, or that is not seen. */
const QUOTABLE = /^[^\p{C}\s`\\]{1,255}$/u;

/** The line of a call that failed, where it tells nothing of rights to one thing. */
export function failedCall(
  id: string,
  error: DatabricksCallError,
  { fabric, as }: Pick<Tested, 'fabric' | 'as'>,
): Check {
  const { kind, message, scope, refusal, network } = error;
  switch (kind) {
    case 'scopes_rejected':
      return missingScope(id, scope, { fabric, as });
    case 'refused':
      return check.failed(id, message, {
        code: 'databricks_refused',
        reason: refusal ?? 'databricks_refused',
      });
    case 'throttled':
    case 'token_rejected':
    case 'unclear':
    case 'nonsense':
    case 'not_found':
      return check.failed(id, message, { code: kind });
    default:
      return check.failed(id, message, {
        code: 'databricks_unavailable',
        ...(network && { network }),
      });
  }
}

function missingScope(
  id: string,
  scope: string | undefined,
  { fabric, as }: Pick<Tested, 'fabric' | 'as'>,
): Check {
  const lacks = scope ? `lacks the scope ${scope}` : 'lacks a scope for this';
  const { appConnection = '' } = fabric;
  return check.failed(
    id,
    as === 'user'
      ? `The app connection '${appConnection}' ${lacks}. An admin of the portal adds it, there and in the account console of Databricks; then everybody connects again.`
      : `The service principal of ${fabric.title} ${lacks}. The owner of the fabric or an admin adds it to the scopes of the service principal.`,
    {
      code: 'scope_missing',
      ...(scope && { scope }),
      ...(as === 'user' && { appConnection }),
    },
  );
}

/** The line of compute that the identity cannot see. */
export function missingComputeRight(
  { kind, id }: Compute,
  error: DatabricksCallError,
  tested: Tested,
): Check {
  if (error.kind !== 'forbidden' && error.kind !== 'not_found') {
    return failedCall('compute', error, tested);
  }
  const { fabric, userName: who } = tested;
  const isWarehouse = kind === 'warehouse';
  const path = isWarehouse ? 'sql/warehouses' : 'compute/clusters';
  const url = `${fabric.workspaceUrl}/${path}/${id}`;
  const what = `${isWarehouse ? 'SQL warehouse' : 'cluster'} ${id}`;
  const right = isWarehouse ? 'CAN USE' : 'CAN ATTACH TO';
  const values = { who, right, kind, id, url };
  const grant = `Whoever manages it can grant that at ${url}, under Permissions.`;
  const more = isWarehouse ? '' : ', and CAN RESTART to start it';
  return error.kind === 'forbidden'
    ? check.failed(
        'compute',
        `${who} needs ${right} on the ${what}${more}. ${grant}`,
        { code: 'right_missing', ...values },
      )
    : check.failed(
        'compute',
        `Databricks has no ${what}, or hides it from ${who}. If it exists, ${who} needs ${right} on it. ${grant} If it is gone, the owner of the fabric or an admin corrects the fabric.`,
        { code: 'not_found', ...values },
      );
}

/**
 * The line of a catalog or schema that the identity cannot use.
 *
 * @param error - absent where it can be browsed, but not used
 */
export function missingCatalogRight(
  id: 'catalog' | 'schema',
  error: DatabricksCallError | undefined,
  tested: Tested,
): Check {
  if (error && error.kind !== 'forbidden' && error.kind !== 'not_found') {
    return failedCall(id, error, tested);
  }
  const { fabric, userName: who } = tested;
  const { workspaceUrl, catalog = '', schema = '' } = fabric;
  const isCatalog = id === 'catalog';
  const parts = isCatalog ? [catalog] : [catalog, schema];
  const name = parts.join('.');
  const right = isCatalog ? 'USE CATALOG' : 'USE SCHEMA';
  const url = `${workspaceUrl}/explore/data/${parts
    .map(encodeURIComponent)
    .join('/')}`;
  const sql = grantSql(right, parts, who);
  const condition = isCatalog
    ? 'It must exist and be bound to this workspace.'
    : 'It must exist, and without USE CATALOG on its catalog it stays hidden.';
  return check.failed(
    id,
    `${who} needs ${right} on the ${id} ${name}. ${condition} Its owner can grant that at ${url}${
      sql ? `, or run: ${sql}` : '.'
    }`,
    { code: 'right_missing', who, right, name, url, ...(sql && { sql }) },
  );
}

/** To paste. Undefined where a name could be read as more than a name. */
function grantSql(
  right: 'USE CATALOG' | 'USE SCHEMA',
  parts: string[],
  who: string,
): string | undefined {
  const kind = right === 'USE CATALOG' ? 'CATALOG' : 'SCHEMA';
  const quoted = parts.map(it => `\`${it}\``).join('.');
  return [...parts, who].every(it => QUOTABLE.test(it))
    ? `GRANT ${right} ON ${kind} ${quoted} TO \`${who}\`;`
    : undefined;
}
