import { SignInRequest } from '@backstage-databricks/plugin-databricks-common';
import { Access, User } from '../access';
import { DatabricksServiceError } from '../errors';
import { isSignInNeeded, issuerOf, ResolvedFabric } from '../settings';

/** Where a user signs in, and for what. */
export type SignInPlace = {
  /** The fabric that was asked for, or any one of the issuer that was: workspace and app connection are the same. */
  fabric: ResolvedFabric;
  /** Whether an issuer was asked for, and no fabric in particular. */
  isIssuer: boolean;
};

/** @throws DatabricksServiceError `not_found`, also for a fabric of others, or an issuer of none but theirs */
export async function signInPlace(
  access: Access,
  user: User,
  { fabric: name = '', issuer: id }: SignInRequest,
): Promise<SignInPlace> {
  if (id === undefined) {
    const fabric = await access.usableFabric(user, name);
    return { fabric, isIssuer: false };
  }
  for (const fabric of await access.usableFabrics(user)) {
    const issuer = issuerOf(fabric.workspaceUrl, fabric.appConnection);
    if (issuer.id === id && isSignInNeeded(fabric)) {
      return { fabric, isIssuer: true };
    }
  }
  throw new DatabricksServiceError('not_found', {
    message: 'There is no such place to sign in, or no fabric of yours has it.',
  });
}
