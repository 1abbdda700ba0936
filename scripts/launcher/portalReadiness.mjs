import { LauncherError } from './LauncherError.mjs';
import { poll } from './poll.mjs';

export const portalUrl = 'http://localhost:3000';
const backendUrl = 'http://localhost:7007';
const workspaceUrls = ['http://127.0.0.1:8020', 'http://127.0.0.1:8021'];
const demoUsers = ['alice', 'bob'];

/** The app is compiled first, which takes long on a small or busy machine. */
const READY_TIMEOUT_MS = 5 * 60_000;
const INTERVAL_MS = 250;

/** One request: the app's first answer waits for its compilation. */
const REQUEST_TIMEOUT_MS = 60_000;

/** Resolves when the page loads, the backend is ready and the catalog has read both demo people. */
export async function portalReady({ signal }) {
  await Promise.all([
    ...workspaceUrls.map(url =>
      answers(`${url}/oidc/.well-known/oauth-authorization-server`, signal),
    ),
    backendReady(signal),
    answers(portalUrl, signal),
  ]);
}

async function backendReady(signal) {
  await answers(`${backendUrl}/.backstage/health/v1/readiness`, signal);
  const token = await until('The demo sign-in', signal, async () => {
    const session = await fetchOk(
      `${backendUrl}/api/auth/demo/refresh`,
      { 'x-demo-user': demoUsers[0] },
      signal,
    );
    return (await session?.json())?.backstageIdentity?.token;
  });
  for (const user of demoUsers) {
    await answers(
      `${backendUrl}/api/catalog/entities/by-name/user/default/${user}`,
      signal,
      { authorization: `Bearer ${token}` },
    );
  }
}

async function answers(url, signal, headers) {
  await until(url, signal, async () => {
    const response = await fetchOk(url, headers, signal);
    await response?.body?.cancel();
    return response !== undefined;
  });
}

async function until(what, signal, attempt) {
  const result = await poll(attempt, {
    timeoutMs: READY_TIMEOUT_MS,
    intervalMs: INTERVAL_MS,
    signal,
  });
  if (!result) {
    throw new LauncherError(
      `${what} did not answer within ${READY_TIMEOUT_MS / 60_000} minutes.`,
    );
  }
  return result;
}

// Node has no AbortSignal.any before 20.3.
async function fetchOk(url, headers, signal) {
  const tooLate = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const request = new AbortController();
  const end = () => request.abort();
  signal.addEventListener('abort', end);
  tooLate.addEventListener('abort', end);
  try {
    const response = await fetch(url, { headers, signal: request.signal });
    if (response.ok) {
      return response;
    }
    await response.body?.cancel();
  } catch {
    // Not there yet.
  } finally {
    signal.removeEventListener('abort', end);
  }
  return undefined;
}
