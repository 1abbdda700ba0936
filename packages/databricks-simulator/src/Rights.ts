import { Answer, jsonAnswer } from './Answer';
import { Access } from './oidc/TokenStore';

/**
 * What a person or a service principal may do in a workspace. What is left out is allowed.
 *
 * @public
 */
export type Rights = {
  /** Default: true. Who is no member is refused everywhere. */
  member?: boolean;
  /** IDs of those with CAN USE. */
  warehouses?: string[];
  /** IDs of those with CAN ATTACH TO. */
  clusters?: string[];
  /** By name. */
  catalogs?: Record<string, 'USE_CATALOG' | 'BROWSE'>;
  /** By full name, such as `main.sales`. Without USE_CATALOG on its catalog a schema is hidden. */
  schemas?: Record<string, 'USE_SCHEMA' | 'BROWSE'>;
};

/** As Databricks names whom a token stands for: the user name, or the client ID. */
export function nameOf({ identity }: Access): string {
  return identity.kind === 'person' ? identity.userName : identity.clientId;
}

/** Whether an ID is among those that are allowed, if they are listed. */
export function isListed(id: string, allowed: string[] | undefined): boolean {
  return allowed === undefined || allowed.includes(id);
}

export function permissionDenied(message: string): Answer {
  return jsonAnswer(403, { error_code: 'PERMISSION_DENIED', message });
}

let refusals = 0;

/** The order of the levels changes from call to call, as it does at Databricks. */
export function missingLevels(
  access: Access,
  levels: string[],
  object: string,
): Answer {
  refusals += 1;
  const first = refusals % levels.length;
  const words = [...levels.slice(first), ...levels.slice(0, first)];
  return permissionDenied(
    `User ${nameOf(access)} does not have ${words.join(
      ' or ',
    )} permissions on ${object}`,
  );
}
