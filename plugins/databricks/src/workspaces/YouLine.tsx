import type { Issuer } from '@backstage-databricks/plugin-databricks-common';
import type { YouText } from '../fabrics/useYouText';
import type { You } from '../fabrics/you';
import { DotLine } from '../ui/DotLine';
import { WaitingWords } from './WaitingWords';

/** How the user stands, in words that lead to the dialog while a sign-in waits. */
export function YouLine(props: {
  you: You;
  issuer: Issuer | undefined;
  words: YouText;
}) {
  const { you, issuer, words } = props;
  return (
    <DotLine
      {...words}
      text={
        you.state === 'waiting' && issuer ? (
          <WaitingWords issuer={issuer} words={words.text} />
        ) : (
          words.text
        )
      }
    />
  );
}
