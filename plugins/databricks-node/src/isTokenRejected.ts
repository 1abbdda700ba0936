/** Refusals are short; nothing longer is looked at. */
const MAX_BODY_LENGTH = 4_096;

/**
 * Whether Databricks refuses the token itself. The status alone does not tell: an expired token gets 403, and so does
 * a principal that may not do this.
 */
export async function isTokenRejected(response: Response): Promise<boolean> {
  if (response.status !== 401 && response.status !== 403) {
    return false;
  }
  const body = await response
    .clone()
    .text()
    .catch(() => '');
  return (
    (response.status === 401 && body.trim() === '') ||
    /invalid (access )?token|token (is )?(expired|expiring)|expired token/i.test(
      body.slice(0, MAX_BODY_LENGTH),
    )
  );
}
