import { setTimeout as delay } from 'node:timers/promises';

/** Refusals are short; nothing longer is looked at. */
const MAX_BODY_BYTES = 4_096;

/** Refusals come in one piece with their status; whoever drips one is not waited for. */
const BODY_DEADLINE_MS = 2_000;

/**
 * Whether Databricks refuses the token itself. The status alone does not tell: an expired token gets 403, and so does
 * a principal that may not do this. The body can still be read afterwards.
 */
export async function isTokenRejected(response: Response): Promise<boolean> {
  if (response.status !== 401 && response.status !== 403) {
    return false;
  }
  const { text, complete } = await beginningOf(response.clone());
  return (
    (response.status === 401 && complete && text.trim() === '') ||
    /invalid (access )?token|token (is )?(expired|expiring)|expired token/i.test(
      text,
    )
  );
}

/** What arrives within the bounds, and whether that is all. */
async function beginningOf(
  copy: Response,
): Promise<{ text: string; complete: boolean }> {
  const reader = copy.body?.getReader();
  if (!reader) {
    return { text: '', complete: true };
  }
  const stopped = new AbortController();
  const tooLate = delay(BODY_DEADLINE_MS, undefined, {
    signal: stopped.signal,
  }).catch(() => undefined);
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    while (bytes < MAX_BODY_BYTES) {
      const piece = await Promise.race([reader.read(), tooLate]);
      if (!piece) {
        return { text, complete: false };
      }
      if (piece.done) {
        return { text, complete: true };
      }
      bytes += piece.value.byteLength;
      text += decoder.decode(piece.value.subarray(0, MAX_BODY_BYTES), {
        stream: true,
      });
    }
    return { text, complete: false };
  } catch {
    return { text, complete: false };
  } finally {
    stopped.abort();
    // Ends when the other copy is read or cancelled too: not waited for
    reader.cancel().catch(() => {});
  }
}
