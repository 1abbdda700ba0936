import {
  isDefinitionName,
  NAME_EXPECTED,
} from '@backstage-databricks/plugin-databricks-common';
import type {
  Field,
  FieldContext,
  FieldProblems,
  FormDescription,
} from './FormDescription';
import { makeName } from './makeName';

/** What is entered, or what is wrong with it. */
export type FormReading = {
  /** The name of what is added or changed. */
  name: string;
  problems: FieldProblems;
  /** Absent while something is wrong. */
  definition?: unknown;
};

/** The fields that are shown. */
export function visibleFields(
  description: FormDescription,
  context: FieldContext,
): Field[] {
  return description.fields.filter(it => it.isVisible?.(context) ?? true);
}

/** The field that stands for a key of the definition. */
export function fieldOfKey(fields: Field[], key: string): Field | undefined {
  return fields.find(({ name, keys = [name] }) => keys.includes(key));
}

/** Holds what is entered against the schema. Each field gets the first problem that is its, as a whole sentence. */
export function readForm(
  description: FormDescription,
  context: FieldContext,
): FormReading {
  const { t, values, thing } = context;
  const { schema, check, nameFrom } = description;
  const fields = visibleFields(description, context);
  const input = description.input(values, thing);
  const result = schema.safeParse(input);
  const found = nameProblems(description, context);
  const problems = { ...found.problems, ...description.problems?.(context) };

  const issues = [
    ...(result.success ? [] : result.error.issues),
    ...(check?.(input) ?? []),
  ];
  for (const { path, message } of issues) {
    const field = fieldOfKey(fields, String(path[0]));
    if (field && problems[field.name] === undefined) {
      problems[field.name] = values[field.name] ? message : '';
    }
  }
  for (const [name, problem] of Object.entries(problems)) {
    const field = fields.find(it => it.name === name);
    const label = field?.label(t, values) ?? name;
    problems[name] = problem
      ? sentence(label, problem)
      : t('formField.missing', { field: label });
  }
  return {
    name: thing?.name ?? (nameFrom ? found.name : ''),
    problems,
    definition:
      result.success && Object.keys(problems).length === 0
        ? result.data
        : undefined,
  };
}

/** A problem is the end of a sentence that begins with the field, unless it is one of its own. */
export function sentence(label: string, problem: string): string {
  return /^\p{Lu}/u.test(problem) ? problem : `${label} ${problem}`;
}

function nameProblems(
  { nameFrom }: FormDescription,
  { t, values, thing, world }: FieldContext,
): { name: string; problems: FieldProblems } {
  if (thing || nameFrom === undefined) {
    return { name: '', problems: {} };
  }
  const entered = values.name.trim();
  const name = entered || makeName(values[nameFrom], world.names);
  if (!entered && !values[nameFrom].trim()) {
    return { name, problems: { [nameFrom]: '' } };
  }
  if (!entered && !name) {
    return { name, problems: { name: '' } };
  }
  if (!isDefinitionName(name)) {
    return { name, problems: { name: NAME_EXPECTED } };
  }
  return {
    name,
    problems: world.names.includes(name)
      ? { name: t('formField.nameTaken') }
      : {},
  };
}
