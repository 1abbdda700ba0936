/**
 * Unity Catalog allows 255 characters, none of them a dot, a slash, a space, a control character or half of a character.
 * It would allow `;`, `=` and `%` too: refused, since a name ends up in the connection strings of others and no property,
 * such as a password, may be smuggled in or kept with it.
 */
const PATTERN = /^[^\p{Cc}\p{Cs}\s./\\;=%]{1,255}$/u;

/** Whether a text can be the name of a catalog or a schema. */
export function isUnityCatalogName(text: string): boolean {
  return PATTERN.test(text);
}
