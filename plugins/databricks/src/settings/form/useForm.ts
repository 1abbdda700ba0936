import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Problem,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import {
  toProblem,
  useDatabricksApi,
} from '@backstage-databricks/plugin-databricks-react';
import { useRef, useState } from 'react';
import { databricksTranslationRef } from '../../translation';
import type {
  Field,
  FieldContext,
  FieldProblems,
  FormDescription,
  FormThing,
  FormValues,
  FormWorld,
} from './FormDescription';
import { ConflictLine, mergeConflict } from './mergeConflict';
import { fieldOfKey, readForm, sentence, visibleFields } from './readForm';

export type FormState =
  | { status: 'editing' | 'saving' | 'testing' }
  | { status: 'tested'; result: TestResult }
  /** Fields have problems, which are shown beside them. */
  | { status: 'incomplete' }
  | { status: 'failed'; during: 'save' | 'test'; problem: Problem }
  /** Somebody else has stored something else meanwhile. */
  | { status: 'conflict'; now: FormThing; lines: ConflictLine[] }
  | { status: 'removed' | 'readOnly' };

/** What a form is about. */
export type FormAbout = {
  description: FormDescription;
  /** What is changed, as it was when the form was opened. */
  thing?: FormThing;
  /** What is copied. */
  copyOf?: FormThing;
  world: FormWorld;
  /** What is stored now; absent when it was removed. */
  fetchNow(name: string): Promise<FormThing | undefined>;
};

/** A form as its parts see it. */
export type Form = {
  description: FormDescription;
  context: FieldContext;
  /** Those that are shown. */
  fields: Field[];
  values: FormValues;
  /** What the form began with. */
  before: FormValues;
  thing?: FormThing;
  title: string;
  /** The name of what is added or changed. */
  name: string;
  state: FormState;
  /** What is said beside the fields. */
  problems: FieldProblems;
  isDirty: boolean;
  isReadOnly: boolean;
  /** Whether the schema refuses it where nothing is entered. */
  isRequired(field: string): boolean;
  set(changes: FormValues): void;
  /** A field has lost the focus. */
  leave(field: string): void;
  save(): Promise<void>;
  test(): Promise<void>;
};

/**
 * The state of a form. Problems appear when a field is left, all of them when the form is sent, and those that the
 * backend finds beside their fields too.
 */
export function useForm(
  about: FormAbout & { onSaved(name: string, title: string): Promise<void> },
): Form {
  const { description, copyOf, world, fetchNow, onSaved } = about;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  // As it was when the form was opened, or when a conflict was last told
  const [thing, setThing] = useState(about.thing);
  const [before, setBefore] = useState(
    () =>
      (copyOf && description.startCopy?.(copyOf, t)) ??
      description.start(about.thing),
  );
  const [values, setValues] = useState<FormValues>(before);
  const [state, setState] = useState<FormState>({ status: 'editing' });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isSent, setSent] = useState(false);
  const [answered, setAnswered] = useState<FieldProblems>({});
  // A state is only known with the next render: a second Enter may come before it
  const isBusy = useRef(false);

  const context = { t, values, thing, world };
  const fields = visibleFields(description, context);
  const reading = readForm(description, context);
  const problems = {
    ...Object.fromEntries(
      Object.entries(reading.problems).filter(
        ([field]) => isSent || left.has(field),
      ),
    ),
    ...answered,
  };
  const title = values.title?.trim() || thing?.title || reading.name;

  const answer = (field: string, problem: string) => {
    const label = fields.find(it => it.name === field)?.label(t, values);
    setAnswered({ [field]: sentence(label ?? field, problem) });
    setState({ status: 'incomplete' });
  };

  const conflict = async (problem: Problem, during: 'save' | 'test') => {
    const now = await fetchNow(reading.name);
    if (!thing) {
      if (now) {
        set({ name: reading.name });
        answer('name', t('formConflict.nameTaken'));
      } else {
        setState({ status: 'failed', during, problem });
      }
    } else if (!now) {
      setState({ status: 'removed' });
    } else if (now.source === 'config') {
      setState({ status: 'readOnly' });
    } else {
      const theirs = description.start(now);
      const merged = mergeConflict(before, values, theirs);
      setThing(now);
      setBefore(theirs);
      setValues(merged.values);
      setState({ status: 'conflict', now, lines: merged.lines });
    }
  };

  const fail = async (error: unknown, during: 'save' | 'test') => {
    const problem = toProblem(error);
    const [, key = '', message = ''] =
      /^(\w+)(?:\.[\w.]*)?: (.+)$/s.exec(problem.message) ?? [];
    const field = fieldOfKey(fields, key);
    if (problem.code === 'conflict') {
      try {
        await conflict(problem, during);
      } catch (second) {
        setState({ status: 'failed', during, problem: toProblem(second) });
      }
    } else if (problem.code === 'read_only') {
      setState({ status: 'readOnly' });
    } else if (problem.code === 'invalid_request' && field) {
      answer(field.name, message);
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
    const { name, definition } = reading;
    if (definition === undefined) {
      setState({ status: 'incomplete' });
      return;
    }
    isBusy.current = true;
    try {
      if (during === 'save') {
        setState({ status: 'saving' });
        await description.put(api, name, definition, thing?.etag);
        await onSaved(name, title);
        // What is saved is not saved again while its form closes
        return;
      }
      setState({ status: 'testing' });
      const result = await description.dryRun(
        api,
        name,
        definition,
        thing?.etag,
      );
      setState({ status: 'tested', result });
    } catch (error) {
      await fail(error, during);
    }
    isBusy.current = false;
  };

  function set(changes: FormValues) {
    setValues(now => ({ ...now, ...changes }));
    setAnswered(now =>
      Object.fromEntries(
        Object.entries(now).filter(([field]) => !(field in changes)),
      ),
    );
    setState(now =>
      now.status === 'tested' || now.status === 'failed'
        ? { status: 'editing' }
        : now,
    );
  }

  return {
    description,
    context,
    fields,
    values,
    before,
    thing,
    title,
    name: reading.name,
    state,
    problems,
    isDirty: Object.keys(values).some(it => values[it] !== before[it]),
    isReadOnly: thing?.source === 'config',
    isRequired: field =>
      readForm(description, { ...context, values: { ...values, [field]: '' } })
        .problems[field] !== undefined,
    set,
    leave: field => setLeft(now => new Set(now).add(field)),
    save: () => send('save'),
    test: () => send('test'),
  };
}
