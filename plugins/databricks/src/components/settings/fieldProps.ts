import type { DefinitionForm } from '../../hooks/useDefinitionForm';

/** What a text field of a form needs: its value, and its problem as a whole sentence beside it. */
export function fieldProps<
  Values extends { [Key in keyof Values]: string | boolean },
  Name extends keyof Values & string,
>(form: DefinitionForm<Values>, name: Name, label: string) {
  const problem = form.problemOf(name);
  return {
    name,
    label,
    value: String(form.values[name]),
    onChange: (value: string) =>
      form.set({ [name]: value } as unknown as Partial<Values>),
    onBlur: () => form.leave(name),
    validationBehavior: 'aria' as const,
    validate: () => (problem === undefined ? true : sentence(label, problem)),
  };
}

/** A problem is the end of a sentence that begins with the field, unless it is one of its own. */
function sentence(label: string, problem: string): string {
  return /^\p{Lu}/u.test(problem) ? problem : `${label} ${problem}`;
}
