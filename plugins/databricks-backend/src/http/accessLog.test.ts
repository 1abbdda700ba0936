import {
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { request } from 'node:http';
import { recordLog } from '../__testUtils__/recordLog';
import { databricksConfig } from '../__testUtils__/startPlugin';
import {
  RealBackend,
  startRealBackend,
} from '../__testUtils__/startRealBackend';

jest.setTimeout(60_000);

const CANARY = 'canary-8f2d71c4';
const QUERY = `?code=${CANARY}-code&state=${CANARY}-state&error_description=${CANARY}`;

/** Without an HTTP client that tidies the path. */
function send(
  real: RealBackend,
  method: string,
  path: string,
  headers: Record<string, string> = {},
) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(real.url);
    request({ hostname, port, method, path, headers }, response => {
      let text = JSON.stringify(response.headers);
      response.setEncoding('utf8').on('data', chunk => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('The access log and the answers', () => {
  const lines: string[] = [];
  let simulator: Simulator;
  let real: RealBackend;

  beforeAll(async () => {
    const remember = (...args: unknown[]) => lines.push(JSON.stringify(args));
    simulator = await startSimulator();
    real = await startRealBackend({
      config: { databricks: databricksConfig(simulator.url) },
      rootLogger: recordLog(remember),
    });
  });

  beforeEach(() => {
    lines.length = 0;
  });

  afterAll(async () => {
    await real.stop();
    await simulator.stop();
  });

  async function logged(): Promise<string> {
    while (!lines.some(it => it.includes('incomingRequest'))) {
      await new Promise(resolve => setImmediate(resolve));
    }
    return lines.join('\n');
  }

  it.each([
    ['GET', '/api/databricks/oauthredirect', 400],
    ['HEAD', '/api/databricks/oauthredirect', 405],
    ['POST', '/api/databricks/oauthredirect', 405],
    ['OPTIONS', '/api/databricks/oauthredirect', 405],
    ['PUT', '/api/databricks/oauthredirect', 405],
    ['GET', '/api/databricks/oauthredirect/', 404],
    ['GET', '/api/databricks/oauthredirect/x/y', 404],
    ['GET', '/api/databricks/OAuthRedirect', 404],
    ['GET', '/API/Databricks/oauthredirect', 400],
    ['GET', '/metadata/oauthCallback', 400],
    ['HEAD', '/metadata/oauthCallback', 405],
    ['DELETE', '/metadata/oauthCallback', 405],
    ['GET', '/metadata/oauthCallback/', 404],
    ['GET', '/metadata/oauthCallback/x', 404],
    ['GET', '/metadata/oauthcallback', 404],
    ['GET', '/Metadata/OAUTHCALLBACK/x', 404],
  ])('of %s %s repeat nothing of the query', async (method, path, status) => {
    const answer = await send(real, method, path + QUERY, {
      referer: `${real.url}${path}${QUERY}`,
    });
    const log = await logged();
    expect([method, path, answer.status]).toEqual([method, path, status]);
    expect(answer.text).not.toContain(CANARY);
    expect(log).toContain(path);
    expect(log).not.toContain(CANARY);
  });

  it('of a signed-in user’s odd path repeat nothing of the query', async () => {
    const authorization = `Bearer ${await real.tokenOf('user:default/alice')}`;
    lines.length = 0;
    for (const path of [
      '/api/databricks/%6Fauthredirect',
      '/api/databricks//oauthredirect',
      '/api/databricks/nothing-here',
      '/api/databricks/connections/%00',
      '/api/databricks/fabrics/%E0%A4%A',
    ]) {
      const answer = await send(real, 'GET', path + QUERY, { authorization });
      expect(`${path} ${answer.status}`).toMatch(/ (400|404|405)$/);
      expect(answer.text).not.toContain(CANARY);
      expect(answer.text).not.toContain(path);
    }
    expect(await logged()).not.toContain(CANARY);
  });

  it('never serve anything below the callbacks, whatever the spelling', async () => {
    for (const path of [
      '/metadata',
      '/metadata/',
      '/metadata/oauthCallback/../fabrics',
      '/metadata/oauthCallback/fabrics',
      '/api/databricks/oauthredirect/../fabrics',
      '/api/databricks/oauthredirect/fabrics',
      '/api/databricks/oauthredirect%2f..%2ffabrics',
      '/api/databricks/oauthredirectfabrics',
    ]) {
      const { status } = await send(real, 'GET', path);
      expect(`${path} ${status}`).toMatch(/ (401|404)$/);
    }
  });
});
