import {
  createTranslationRef,
  TranslationRef,
  translationApiRef,
} from '@backstage/frontend-plugin-api';
import { mockApis } from '@backstage/frontend-test-utils';
import { databricksReactTranslationRef } from '@backstage-databricks/plugin-databricks-react';
import { databricksTranslationRef } from '../translation';

/** Wide letters, which nobody writes into a component: what has narrow ones is not translated. */
function widen(message: string): string {
  return message.replace(/\{\{[^{}]*\}\}|[A-Za-z]/g, part =>
    part.length > 1 ? part : String.fromCharCode(part.charCodeAt(0) + 0xfee0),
  );
}

/** The same messages in the pseudo language. Their values stay as they are. */
function pseudoRef(ref: TranslationRef): TranslationRef {
  const messages = (
    ref as unknown as { getDefaultMessages(): Record<string, string> }
  ).getDefaultMessages();
  return createTranslationRef({
    id: ref.id,
    messages: Object.fromEntries(
      Object.entries(messages).map(([key, message]) => [key, widen(message)]),
    ),
  });
}

/** An app in a language of wide letters, with the times and numbers of Japanese, which have no narrow ones. */
export function pseudoLanguage(): {
  language: string;
  translationApi: typeof translationApiRef.T;
} {
  const translationApi = mockApis.translation();
  const refs = new Map<string, TranslationRef>(
    [databricksTranslationRef, databricksReactTranslationRef].map(ref => [
      ref.id,
      pseudoRef(ref as unknown as TranslationRef),
    ]),
  );
  return {
    language: 'ja',
    translationApi: {
      getTranslation: (ref: TranslationRef) =>
        translationApi.getTranslation((refs.get(ref.id) ?? ref) as never),
      translation$: (ref: TranslationRef) =>
        translationApi.translation$((refs.get(ref.id) ?? ref) as never),
    } as typeof translationApiRef.T,
  };
}

const ATTRIBUTES = [
  'aria-label',
  'title',
  'placeholder',
  'alt',
  'aria-description',
];

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What is shown or read out and has narrow letters, although it is none of the data of the page. */
export function untranslated(
  root: Element,
  data: (string | RegExp)[],
): string[] {
  const texts = new Set<string>();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent?.closest('style, script, title')) {
      texts.add(walker.currentNode.textContent ?? '');
    }
  }
  for (const element of root.querySelectorAll('*')) {
    for (const name of ATTRIBUTES) {
      texts.add(element.getAttribute(name) ?? '');
    }
  }
  const longestFirst = [...data].sort(
    (a, b) => String(b).length - String(a).length,
  );
  return [...texts].filter(text =>
    /[A-Za-z]/.test(
      longestFirst.reduce<string>(
        (rest, it) =>
          rest.replace(
            typeof it === 'string' ? new RegExp(escape(it), 'g') : it,
            '',
          ),
        text,
      ),
    ),
  );
}
