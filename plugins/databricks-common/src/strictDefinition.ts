import leven from 'leven';
import { z } from 'zod/v4';

/** Half of the letters may differ: enough for a typo, too little for another word. */
const MAX_DIFFERENCE = 0.5;

/**
 * An object that refuses unknown keys and names the nearest known one. The message has one line a key, each
 * begins with the key: {@link describeProblems} puts the path before it.
 *
 * @param missing - what to say where there is nothing, as the end of a sentence
 * @public
 */
export function strictDefinition<Shape extends z.ZodRawShape>(
  shape: Shape,
  missing: string = 'is missing',
) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: issue => {
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map(key => unknownKey(key, known)).join('\n');
      }
      return issue.input === undefined ? missing : 'must be an object';
    },
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const [nearest] = known
    .map(name => ({
      name,
      difference:
        leven(key.toLowerCase(), name.toLowerCase()) /
        Math.max(key.length, name.length),
    }))
    .sort((a, b) => a.difference - b.difference);
  return nearest && nearest.difference <= MAX_DIFFERENCE
    ? `${key} is not known; did you mean ${nearest.name}?`
    : `${key} is not known; expected one of ${known.join(', ')}`;
}

/**
 * What is wrong, one sentence a problem, each beginning with the path of the key. No value is repeated.
 *
 * @param prefix - the path of the whole, for instance `databricks`
 * @public
 */
export function describeProblems(
  error: z.core.$ZodError,
  prefix?: string,
): string[] {
  return error.issues.flatMap(issue => {
    const path = [prefix, ...issue.path.map(String)]
      .filter(part => part !== undefined)
      .join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.message
        .split('\n')
        .map(line => (path ? `${path}.${line}` : line));
    }
    return [path ? `${path} ${issue.message}` : issue.message];
  });
}
