import type {
  Problem,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { useRef, useState } from 'react';
import { toProblem } from '@backstage-databricks/plugin-databricks-react';

/** What is entered, or what is wrong with it, by field: the end of a sentence that begins with the field. */
export type FormReading<Values, Definition> =
  | { status: 'complete'; definition: Definition }
  | { status: 'incomplete'; problems: FieldProblems<Values> };

export type FieldProblems<Values> = Partial<Record<keyof Values, string>>;

export type FormState =
  | { status: 'editing' }
  | { status: 'saving' }
  | { status: 'testing' }
  | { status: 'tested'; result: TestResult }
  /** So many fields have a problem, which is shown beside them. */
  | { status: 'incomplete'; count: number }
  | { status: 'failed'; during: 'save' | 'test'; problem: Problem }
  /** It was changed meanwhile. */
  | { status: 'conflict'; problem: Problem }
  /** It is defined in app-config. */
  | { status: 'readOnly'; problem: Problem };

export type DefinitionForm<Values> = ReturnType<
  typeof useDefinitionForm<Values, unknown>
>;

/**
 * The state of a form that changes a definition. Problems appear when a field is left, all of them when the form is
 * sent, and those that the backend finds beside their fields too.
 */
export function useDefinitionForm<Values, Definition>(options: {
  initial: Values;
  /** The etag of what is changed; absent for what does not exist yet. */
  etag?: string;
  read(values: Values): FormReading<Values, Definition>;
  /** The field that stands for a key of the definition. */
  fieldOf(key: string): keyof Values | undefined;
  save(
    definition: Definition,
    etag: string | undefined,
    values: Values,
  ): Promise<unknown>;
  dryRun?(
    definition: Definition,
    etag: string | undefined,
    values: Values,
  ): Promise<TestResult>;
  onSaved(): void;
  /** Fetches what is stored now. */
  onConflict(): Promise<void>;
}) {
  const [values, setValues] = useState(options.initial);
  const [state, setState] = useState<FormState>({ status: 'editing' });
  const [left, setLeft] = useState<ReadonlySet<keyof Values>>(new Set());
  const [isSent, setSent] = useState(false);
  const [answered, setAnswered] = useState<FieldProblems<Values>>({});
  const etag = useRef(options.etag);
  // A state is only known with the next render: a second Enter may come before it.
  const isBusy = useRef(false);
  const reading = options.read(values);

  const problemOf = (field: keyof Values): string | undefined =>
    answered[field] ??
    (reading.status === 'incomplete' && (isSent || left.has(field))
      ? reading.problems[field]
      : undefined);

  const fail = async (error: unknown, during: 'save' | 'test') => {
    const problem = toProblem(error);
    const [, key, message] =
      /^(\w+)(?:\.[\w.]*)?: (.+)$/s.exec(problem.message) ?? [];
    const field = key ? options.fieldOf(key) : undefined;
    if (problem.code === 'conflict') {
      await options.onConflict();
      setState({ status: 'conflict', problem });
    } else if (problem.code === 'read_only') {
      setState({ status: 'readOnly', problem });
    } else if (problem.code === 'invalid_request' && field) {
      setAnswered({ [field]: message } as FieldProblems<Values>);
      setState({ status: 'incomplete', count: 1 });
    } else {
      setState({ status: 'failed', during, problem });
    }
  };

  const send = async (during: 'save' | 'test') => {
    if (isBusy.current) {
      return;
    }
    setSent(true);
    setAnswered({});
    if (reading.status === 'incomplete') {
      const count = Object.keys(reading.problems).length;
      setState({ status: 'incomplete', count });
      return;
    }
    isBusy.current = true;
    try {
      if (during === 'save') {
        setState({ status: 'saving' });
        await options.save(reading.definition, etag.current, values);
        options.onSaved();
        // What is saved is not saved again while its form closes.
        return;
      }
      if (options.dryRun) {
        setState({ status: 'testing' });
        const result = await options.dryRun(
          reading.definition,
          etag.current,
          values,
        );
        setState({ status: 'tested', result });
      }
    } catch (error) {
      await fail(error, during);
    }
    isBusy.current = false;
  };

  return {
    values,
    state,
    problemOf,
    set(changes: Partial<Values>) {
      setValues(before => ({ ...before, ...changes }));
      setAnswered(before => {
        const rest = { ...before };
        for (const field of Object.keys(changes)) {
          delete rest[field as keyof Values];
        }
        return rest;
      });
      setState(before =>
        before.status === 'tested' ? { status: 'editing' } : before,
      );
    },
    leave(field: keyof Values) {
      setLeft(before => new Set(before).add(field));
    },
    save: () => send('save'),
    test: () => send('test'),
    canTest: options.dryRun !== undefined,
    /** Goes on from what is stored now, with its values or with those that were entered. */
    async adopt(current: { etag: string; values?: Values }) {
      etag.current = current.etag;
      if (current.values) {
        setValues(current.values);
        setAnswered({});
        setState({ status: 'editing' });
      } else {
        await send('save');
      }
    },
  };
}
