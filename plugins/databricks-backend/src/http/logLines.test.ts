import {
  Simulator,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { recordLog } from '../__testUtils__/recordLog';
import { databricksConfig } from '../__testUtils__/startPlugin';
import {
  RealBackend,
  startRealBackend,
} from '../__testUtils__/startRealBackend';

jest.setTimeout(60_000);

const ALICE = 'user:default/alice';
const BOB = 'user:default/bob';
const FORGED = 'forged-4711';
/** What begins a line of its own, or moves the cursor of a terminal. */
const BREAKS = ['\n', '\r\n', '\u2028', '\u2029', '\u0085', '\u001b[2J', '\0'];
// eslint-disable-next-line no-control-regex
const BREAK = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Every text in what a logger was given: messages, names and values of fields. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, it]) => [key, ...textsOf(it)])
    : [];
}

describe('Lines of the log and of the audit', () => {
  const lines: { text: string; texts: string[] }[] = [];
  let simulator: Simulator;
  let real: RealBackend;

  beforeAll(async () => {
    const remember = (...args: unknown[]) =>
      lines.push({ text: JSON.stringify(args), texts: textsOf(args) });
    simulator = await startSimulator();
    real = await startRealBackend({
      config: {
        databricks: {
          ...databricksConfig(simulator.url),
          consumers: { reports: { user: true, servicePrincipalOf: '*' } },
        },
      },
      consumers: ['reports'],
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

  /** As a signed-in user, wherever a text of theirs could get into a line. */
  async function sendEverywhere(user: string, text: string) {
    const headers = {
      Authorization: `Bearer ${await real.tokenOf(user)}`,
      'Content-Type': 'application/json',
    };
    const inPath = encodeURIComponent(text);
    const inBody = JSON.stringify({ fabric: text, purpose: 'interactive' });
    const requests: [method: string, path: string, body?: string][] = [
      ['GET', `/oauthredirect?code=x&state=${inPath}&error=${inPath}`],
      ['GET', `/nothing/${inPath}`],
      ['GET', `/fabrics/${inPath}`],
      ['GET', `/fabrics/${inPath}/compute`],
      ['PUT', `/fabrics/${inPath}`, inBody],
      ['DELETE', `/fabrics/${inPath}`],
      ['POST', `/fabrics/${inPath}/test`, '{}'],
      ['PUT', `/fabrics/${inPath}/service-principal`, inBody],
      ['DELETE', `/fabrics/${inPath}/service-principal`],
      ['PUT', `/app-connections/${inPath}`, inBody],
      ['DELETE', `/app-connections/${inPath}`],
      ['POST', `/app-connections/${inPath}/test`, inBody],
      ['POST', '/sign-ins', inBody],
      ['POST', '/sign-ins', `{"${text}`],
      ['GET', `/sign-ins/${inPath}`],
      ['DELETE', `/sign-ins/${inPath}`],
      ['DELETE', `/connections/${inPath}`],
      ['POST', `/connections/${inPath}/test`, '{}'],
      ['DELETE', `/admin/connections/${inPath}`],
      ['DELETE', `/admin/connections?user=${inPath}`],
      ['PUT', '/pause', JSON.stringify({ paused: false, reason: text })],
      ['POST', '/tokens', inBody],
    ];
    for (const [method, path, body] of requests) {
      const url = `${real.url}/api/databricks${path}`;
      const { status } = await fetch(url, { method, headers, body });
      expect([method, path, status < 500]).toEqual([method, path, true]);
    }
    const asked = { fabric: text, purpose: 'interactive' };
    expect((await real.ask('reports', user, asked)).status).toBeGreaterThan(
      399,
    );
  }

  it.each(BREAKS)('cannot be forged by a text with %j', async found => {
    for (const user of [ALICE, BOB]) {
      await sendEverywhere(user, `x${found}${FORGED}`);
    }
    expect(lines.some(it => it.text.includes('databricks'))).toBe(true);
    const broken = lines.filter(it => it.texts.some(text => BREAK.test(text)));
    expect(broken.map(it => it.text)).toEqual([]);
  });

  it('are short, whatever is sent', async () => {
    for (const user of [ALICE, BOB]) {
      await sendEverywhere(user, 'x'.repeat(10_000));
    }
    const long = lines.filter(it => it.text.length > 4_000);
    expect(long.map(it => it.text.slice(0, 500))).toEqual([]);
  });
});
