import {
  FabricInput,
  FabricTarget,
  FieldProblem,
  resolveFabricTarget,
  WorkspaceHostRules,
} from '@backstage-databricks/plugin-databricks-common';
import { normalizeEntityRef } from './normalizeEntityRef';

/** A fabric with its defaults. `owner` is a full entity ref in lower case, or `*`: everybody. */
export type FabricSettings = FabricTarget &
  Pick<FabricInput, 'description' | 'type' | 'appConnection'> &
  Required<Pick<FabricInput, 'title' | 'owner' | 'oauthType'>> & {
    name: string;
  };

/** Gives a fabric its defaults, or tells which of its fields do not say where its work runs. */
export function resolveFabric(
  name: string,
  input: FabricInput,
  rules: WorkspaceHostRules,
):
  | { fabric: FabricSettings; problems?: undefined }
  | { fabric?: undefined; problems: FieldProblem[] } {
  const { target, problems } = resolveFabricTarget(input, rules);
  if (problems) {
    return { problems };
  }
  return {
    fabric: {
      name,
      title: input.title ?? name,
      description: input.description,
      type: input.type,
      owner: normalizeEntityRef(input.owner),
      ...target,
      appConnection: input.appConnection,
      oauthType: input.oauthType ?? 'u2m',
    },
  };
}
