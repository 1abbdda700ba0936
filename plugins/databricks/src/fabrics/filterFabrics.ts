import type {
  FabricList,
  FabricRow,
  Issuer,
} from '@backstage-databricks/plugin-databricks-common';
import { Automation, automationOf, needsFix } from './automation';
import { needsSignIn, You, youIn } from './you';

/** A fabric with all that its row shows. */
export type FabricItem = {
  row: FabricRow;
  issuer?: Issuer;
  you: You;
  automation: Automation;
  /** Something that this user can do. */
  needsYou: boolean;
};

/** What the user has searched and chosen. */
export type FabricFilter = {
  q: string;
  type: string[];
  workspace: string[];
  state: string[];
  owner: string[];
  needs: boolean;
};

export function fabricItems(
  { items, issuers }: Pick<FabricList, 'items' | 'issuers'>,
  waiting: ReadonlySet<string>,
): FabricItem[] {
  const byId = new Map(issuers.map(issuer => [issuer.id, issuer]));
  return items.map(row => {
    const issuer = row.issuer === undefined ? undefined : byId.get(row.issuer);
    const you = youIn(row, issuer, waiting.has(row.issuer ?? ''));
    const automation = automationOf(row);
    return {
      row,
      issuer,
      you,
      automation,
      needsYou: needsSignIn(you) || (row.canEdit && needsFix(automation)),
    };
  });
}

/** How many things there are to do: sign-ins, and service principals to mend where the user may. */
export function countNeeds(items: FabricItem[]): {
  signIns: number;
  servicePrincipals: number;
} {
  return {
    signIns: new Set(
      items.filter(({ you }) => needsSignIn(you)).map(({ row }) => row.issuer),
    ).size,
    servicePrincipals: items.filter(
      ({ row, automation }) => row.canEdit && needsFix(automation),
    ).length,
  };
}

export function filterFabrics(
  items: FabricItem[],
  filter: FabricFilter,
): FabricItem[] {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  const isChosen = (chosen: string[], value: string) =>
    chosen.length === 0 || chosen.includes(value);
  return items.filter(({ row, you, needsYou }) => {
    if (
      !isChosen(filter.type, row.type) ||
      !isChosen(filter.workspace, row.workspace.url) ||
      !isChosen(filter.state, you.state) ||
      !isChosen(filter.owner, row.owner) ||
      (filter.needs && !needsYou)
    ) {
      return false;
    }
    if (words.length === 0) {
      return true;
    }
    const { title, name, description, compute, catalog, schema } = row;
    const text = [
      title,
      name,
      description,
      compute?.name,
      compute?.id,
      catalog,
      schema,
      catalog && schema && `${catalog}.${schema}`,
      row.workspace.title,
    ]
      .join('\n')
      .toLowerCase();
    return words.every(word => text.includes(word));
  });
}
