import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  AccessToken,
  Purpose,
} from '@backstage-databricks/plugin-databricks-common';

/**
 * Of which fabric, why, and on whose credentials a token is asked.
 *
 * @public
 */
export type DatabricksTokenOptions = {
  /** Name of the fabric. */
  fabric: string;
  /** `interactive`: a person is waiting. `automation`: a schedule or a deployment. */
  purpose: Purpose;
  /** A user's, or the plugin's own (`auth.getOwnServiceCredentials()`). */
  credentials: BackstageCredentials;
};

/**
 * Fresh Databricks tokens for backend plugins. Nothing is cached here, the Databricks plugin does it.
 *
 * @public
 */
export interface DatabricksService {
  /**
   * A token that is valid for at least a minute, or `minValiditySeconds`.
   *
   * @param options - `rejectedFingerprint` is the `fingerprint` of a token that Databricks refused
   * @throws DatabricksError with the `code` that says who must do what
   */
  getAccessToken(
    options: DatabricksTokenOptions & {
      minValiditySeconds?: number;
      rejectedFingerprint?: string;
    },
  ): Promise<AccessToken>;

  /**
   * Calls the REST API of the fabric's workspace, and once more with a new token when Databricks refuses the first
   * one, unless the body is a stream or another iterable, which can be sent once. Redirects are not followed.
   *
   * @param path - a path of the workspace such as `/api/2.1/clusters/list`; absolute URLs are refused
   * @throws DatabricksError when there is no token, TypeError for a path that is none
   */
  fetch(
    options: DatabricksTokenOptions,
    path: string,
    init?: RequestInit,
  ): Promise<Response>;
}
