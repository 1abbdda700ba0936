import type {
  TranslationFunction,
  TranslationRef,
} from '@backstage/frontend-plugin-api';
import type {
  Check,
  DatabricksAdminApi,
  Settings,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import type { databricksTranslationRef } from '../../translation';
import type { Links } from '../../ui/Links';
import type { OpenForm } from '../useOpenForm';

type MessagesOf<Ref> = Ref extends TranslationRef<string, infer Messages>
  ? Messages
  : never;

/** Says a text in the language of the portal. */
export type Say = TranslationFunction<
  MessagesOf<typeof databricksTranslationRef>
>;

/** What stands in a form, by field. A flag is `yes` or empty. */
export type FormValues = Record<string, string>;

/** What is wrong, by field: a whole sentence, or the end of one that begins with the field. */
export type FieldProblems = Record<string, string>;

/** What a form changes. */
export type FormThing = {
  name: string;
  title: string;
  etag: string;
  source: 'config' | 'database';
  updatedAt?: string;
  updatedBy?: string;
};

/** What is known beyond the form, for its pickers and its names. */
export type FormWorld = {
  /** Names that are taken. */
  names: string[];
  workspaces: { url: string; title: string }[];
  appConnections: { name: string; title: string }[];
  /** The owner is shown and cannot be changed. */
  isOwnerFixed?: boolean;
};

export type Choice = { id: string; label: string; isDisabled?: boolean };

/** What a field asks of the form that it stands in. */
export type FieldContext<Thing extends FormThing = FormThing> = {
  t: Say;
  values: FormValues;
  /** What is changed; absent where something is added. */
  thing?: Thing;
  world: FormWorld;
};

type FieldKind<Thing extends FormThing> =
  | {
      kind:
        | 'text'
        | 'name'
        | 'password'
        | 'flag'
        | 'owner'
        | 'workspace'
        | 'appConnection'
        | 'date';
    }
  | {
      kind: 'choice' | 'radio';
      choices(context: FieldContext<Thing>): Choice[];
    }
  | {
      kind: 'compute';
      /** The field that says at which workspace. */
      workspace: string;
      /** Whether it may be a cluster. */
      hasClusters(values: FormValues): boolean;
    };

/** One field of a form. */
export type Field<Thing extends FormThing = FormThing> = FieldKind<Thing> & {
  name: string;
  label(t: Say, values: FormValues): string;
  help?(t: Say): string;
  /** Keys of the definition that it stands for; by default its name. */
  keys?: string[];
  /** Whether it stands in the part that is folded. */
  isFolded?: boolean;
  /** Across both columns. */
  isWide?: boolean;
  /** An example of what is entered. */
  placeholder?(t: Say): string;
  isVisible?(context: FieldContext<Thing>): boolean;
  /** Said beside it, and does not hinder. */
  warning?(context: FieldContext<Thing>): string | undefined;
};

/** What a form reads from a text that is copied from elsewhere. */
export type Pasted =
  | { status: 'read'; values: FormValues }
  /** Nothing in it is known, or it is refused; in a whole sentence. */
  | { status: 'refused'; problem: string; hasCredential?: boolean };

type Issue = { path: readonly PropertyKey[]; message: string };

/** A schema of `databricks-common`. */
export type Schema<Definition> = {
  safeParse(
    input: unknown,
  ):
    | { success: true; data: Definition }
    | { success: false; error: { issues: readonly Issue[] } };
};

/** All that the form machine knows of what it edits. */
export type FormDescription<
  Thing extends FormThing = FormThing,
  Definition = unknown,
> = {
  subject: OpenForm['subject'];
  /** The heading while something is added, and while it is changed. */
  title(t: Say, title: string | undefined): string;
  help?(t: Say): string;
  /** Also says which fields are required. */
  schema: Schema<Definition>;
  /** What is known to be wrong even while a schema's own fields are not all right. */
  check?(input: object): readonly Issue[];
  fields: Field<Thing>[];
  /** The field that a name is made from while none is entered; absent where nothing is added. */
  nameFrom?: string;
  paste?: {
    label(t: Say): string;
    help(t: Say): string;
    read(text: string, values: FormValues, t: Say): Pasted;
    /** What was filled in, with each value as its field shows it. */
    say(
      filled: FormValues,
      shown: (field: string, value: string) => string,
      t: Say,
    ): string;
  };
  /** What the form begins with. */
  start(thing?: Thing): FormValues;
  /** What a copy begins with, without what only one can have. */
  startCopy?(thing: Thing, t: Say): FormValues;
  /** What the schema takes. */
  input(values: FormValues, thing?: Thing): object;
  /** What the form alone knows to be wrong. */
  problems?(context: FieldContext<Thing>): FieldProblems;
  put(
    api: DatabricksAdminApi,
    name: string,
    definition: Definition,
    etag: string | undefined,
  ): Promise<unknown>;
  dryRun(
    api: DatabricksAdminApi,
    name: string,
    definition: Definition,
    etag: string | undefined,
  ): Promise<TestResult>;
  /** Another wording of a line of a test, which is the end of a sentence. */
  sayCheck?(check: Check, t: Say): string | undefined;
  /** The field that one has come for. */
  firstField?(thing: Thing): string | undefined;
  appConfig(thing: Thing): string;
  savedMessage(t: Say, title: string): string;
  href?(links: Links, name: string): string | undefined;
  /** What is marked where it is listed once it is saved, as `SavedContext` has it. */
  mark(name: string): string;
  /** Those that there are. */
  things(settings: Settings): Thing[];
};
