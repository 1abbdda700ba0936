import type { FieldProblems, FormReading } from '../../hooks/useDefinitionForm';

type Schema<Definition> = {
  safeParse(input: unknown):
    | { success: true; data: Definition }
    | {
        success: false;
        error: {
          issues: readonly {
            path: readonly PropertyKey[];
            message: string;
          }[];
        };
      };
};

/** Holds a definition against its schema; each field gets the first problem that is its. */
export function readDefinition<Values, Definition>(options: {
  schema: Schema<Definition>;
  input: unknown;
  fieldOf(key: string): keyof Values | undefined;
  /** What the form alone knows of its fields. */
  problems: FieldProblems<Values>;
}): FormReading<Values, Definition> {
  const { schema, input, fieldOf } = options;
  const problems = { ...options.problems };
  const result = schema.safeParse(input);
  if (!result.success) {
    for (const { path, message } of result.error.issues) {
      const field = fieldOf(String(path[0]));
      if (field !== undefined && problems[field] === undefined) {
        problems[field] = message;
      }
    }
  }
  return result.success && Object.keys(problems).length === 0
    ? { status: 'complete', definition: result.data }
    : { status: 'incomplete', problems };
}
