import { Answer, jsonAnswer } from './Answer';
import { existsByDefault, lastSegment } from './names';
import { permissionDenied, Rights } from './Rights';
import { CatalogOptions } from './SimulatorOptions';

type UnityCatalog = { catalogs?: CatalogOptions[]; rights: Rights };

/** A catalog, as its name or, where it may only be browsed and that is asked for, as its metadata alone. */
export function catalog(url: URL, { catalogs, rights }: UnityCatalog): Answer {
  const name = nameIn(url);
  const isThere = catalogs
    ? catalogs.some(it => it.name === name)
    : existsByDefault(name);
  if (!isThere) {
    return unknown('CATALOG', name);
  }
  return answer(url, {
    right: rights.catalogs ? rights.catalogs[name] : 'USE_CATALOG',
    refusal: `User does not have USE CATALOG on Catalog '${name}'.`,
    body: { name, full_name: name, catalog_type: 'MANAGED_CATALOG' },
  });
}

/** A schema. Without the use of its catalog it is as if it did not exist. */
export function schema(url: URL, { catalogs, rights }: UnityCatalog): Answer {
  const fullName = nameIn(url);
  const [catalogName, name = ''] = fullName.split('.');
  const known = catalogs?.find(it => it.name === catalogName);
  const isThere = catalogs
    ? known?.schemas?.includes(name) ?? known !== undefined
    : existsByDefault(fullName);
  const isHidden =
    rights.catalogs && rights.catalogs[catalogName] !== 'USE_CATALOG';
  if (!isThere || isHidden) {
    return unknown('SCHEMA', fullName);
  }
  return answer(url, {
    right: rights.schemas ? rights.schemas[fullName] : 'USE_SCHEMA',
    refusal: `User does not have USE SCHEMA on Schema '${fullName}'.`,
    body: { name, catalog_name: catalogName, full_name: fullName },
  });
}

function answer(
  { searchParams }: URL,
  {
    right,
    refusal,
    body,
  }: { right: string | undefined; refusal: string; body: object },
): Answer {
  if (right === 'BROWSE' && searchParams.get('include_browse') === 'true') {
    return jsonAnswer(200, { ...body, browse_only: true });
  }
  return right === undefined || right === 'BROWSE'
    ? permissionDenied(refusal)
    : jsonAnswer(200, { ...body, owner: 'account users' });
}

function unknown(what: 'CATALOG' | 'SCHEMA', name: string): Answer {
  const word = what === 'CATALOG' ? 'Catalog' : 'Schema';
  return jsonAnswer(404, {
    error_code: `${what}_DOES_NOT_EXIST`,
    message: `${word} '${name}' does not exist.`,
  });
}

/** As it was sent where an escape is broken: nothing is called that. */
function nameIn(url: URL): string {
  const { sent, decoded = sent } = lastSegment(url);
  return decoded;
}
