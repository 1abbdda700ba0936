import { DatabricksCallError } from '../databricks/DatabricksCallError';
import { WorkspaceProbe } from './WorkspaceProbe';

const WORKSPACE = 'https://adb-1.2.azuredatabricks.net';

describe('WorkspaceProbe', () => {
  it('remembers a workspace that answers for a minute, and a failure for five seconds', async () => {
    const asked = { times: 0, isDown: true };
    let nowMs = 0;
    const probe = new WorkspaceProbe({
      databricks: {
        readMetadata: async () => {
          asked.times += 1;
          if (asked.isDown) {
            throw new DatabricksCallError('not_sent');
          }
          return { scopes: undefined };
        },
      },
      clock: () => nowMs,
    });
    const stateAfter = async (ms: number) => {
      nowMs += ms;
      const [{ state }] = await probe.checks([WORKSPACE]);
      return [state, asked.times];
    };
    expect(await stateAfter(0)).toEqual(['failed', 1]);
    expect(await stateAfter(4_000)).toEqual(['failed', 1]);
    asked.isDown = false;
    expect(await stateAfter(1_000)).toEqual(['ok', 2]);
    expect(await stateAfter(50_000)).toEqual(['ok', 2]);
    expect(await stateAfter(10_000)).toEqual(['ok', 3]);
  });
});
