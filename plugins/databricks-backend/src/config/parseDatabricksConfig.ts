import { describeProblems } from '@backstage-databricks/plugin-databricks-common';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  DatabricksConfigInput,
  databricksConfigSchema,
} from './databricksConfigSchema';
import { withPlainDurations } from './withPlainDurations';

/** Sections whose entries are judged each for itself: a bad one says nothing of the others. */
const NAMED_SECTIONS = new Set(['appConnections', 'consumers', 'fabrics']);

/**
 * Reads what stands below `databricks`, each value for itself. Where something is wrong the rest is read all the same,
 * so that what is wrong with the rest can be said at once.
 *
 * @returns the data, without the entries and sections that are bad; which sections that concerns; and one line a problem
 */
export function parseDatabricksConfig(databricks: JsonValue): {
  data: DatabricksConfigInput | undefined;
  broken: ReadonlySet<string>;
  lines: string[];
} {
  const input = withPlainDurations(databricks);
  const { data, error } = databricksConfigSchema.safeParse(input);
  if (!error) {
    return { data, broken: new Set(), lines: [] };
  }
  const lines = describeProblems(error, 'databricks').map(withUnsetHint);
  if (!isObject(input)) {
    return { data: undefined, broken: new Set(), lines };
  }
  const broken = new Set<string>();
  const rest = structuredClone(input);
  for (const issue of error.issues) {
    const [section, name] = issue.path.map(String);
    if (section !== undefined) {
      broken.add(section);
    }
    const entries = rest[section];
    if (issue.code === 'unrecognized_keys' && section === undefined) {
      issue.keys.forEach(key => delete rest[key]);
    } else if (NAMED_SECTIONS.has(section) && name && isObject(entries)) {
      delete entries[name];
    } else {
      delete rest[section];
    }
  }
  return {
    data: databricksConfigSchema.safeParse(rest).data,
    broken,
    lines,
  };
}

/** An environment variable that is not set removes its key without a word. */
function withUnsetHint(line: string): string {
  return /\.(?:clientId|clientSecret|secret) is missing/.test(line)
    ? `${line}; an unset \${VAR} removes its key`
    : line;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
