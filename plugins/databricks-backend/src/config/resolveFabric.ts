import {
  FabricInput,
  FabricTarget,
  FieldProblem,
  resolveFabricTarget,
} from '@backstage-databricks/plugin-databricks-common';
import { normalizeEntityRef } from './normalizeEntityRef';
import { workspaceHostRules } from './workspaceHostRules';

/** A fabric with its defaults. `owner` is a full entity ref in lower case, or `*`: everybody. */
export type FabricSettings = FabricTarget &
  Pick<FabricInput, 'description' | 'type' | 'appConnection'> &
  Required<Pick<FabricInput, 'title' | 'owner' | 'oauthType'>> & {
    name: string;
  };

/** Gives a fabric its defaults, or tells what is wrong with the fields that say where its work runs. */
export function resolveFabric(
  name: string,
  input: FabricInput,
  config: Parameters<typeof workspaceHostRules>[0],
):
  | { fabric: FabricSettings; problems?: undefined }
  | { fabric?: undefined; problems: FieldProblem[] } {
  const { target, problems } = resolveFabricTarget(
    input,
    workspaceHostRules(config),
  );
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
