import {
  FabricType,
  IdentityKind,
  Purpose,
} from '@backstage-databricks/plugin-databricks-common';

/** On whose credentials the question is asked: a user's, or a plugin's own. */
export type Asker = 'user' | 'plugin';

/** Who acts, or why nobody can. */
export type Identity = IdentityKind | 'not_allowed' | 'nobody';

/**
 * Which identity runs what. The one place that decides it.
 *
 * `nobody`: the fabric acts as its users, and no user asked (`service_principal_missing`).
 */
export function identityFor(
  fabric: { type: FabricType; oauthType: 'u2m' | 'm2m' },
  purpose: Purpose,
  asker: Asker,
): Identity {
  if (fabric.type === 'prophecy' && fabric.oauthType === 'm2m') {
    return 'servicePrincipal';
  }
  switch (purpose) {
    case 'interactive':
      return asker === 'user' ? 'user' : 'not_allowed';
    case 'automation':
      if (fabric.type !== 'prophecy') {
        return 'servicePrincipal';
      }
      return asker === 'user' ? 'user' : 'nobody';
    default:
      throw new Error(`Unknown purpose: ${purpose satisfies never}`);
  }
}

/** Whether anything that a user does there needs their own connection. */
export function isSignInNeeded(fabric: {
  type: FabricType;
  oauthType: 'u2m' | 'm2m';
}): boolean {
  return identityFor(fabric, 'interactive', 'user') === 'user';
}
