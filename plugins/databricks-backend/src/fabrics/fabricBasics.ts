import { ResolvedFabric } from '../settings';

/** The fields that a fabric has in a list, on its page and in its form. */
export function fabricBasics(fabric: ResolvedFabric) {
  const { name, title, description, type, owner, source, catalog, schema } =
    fabric;
  return { name, title, description, type, owner, source, catalog, schema };
}
