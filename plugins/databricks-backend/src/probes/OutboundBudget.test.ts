import { Request } from 'express';
import { User } from '../access';
import { AuditTrail } from '../portal/AuditTrail';
import { Asker, OutboundBudget } from './OutboundBudget';

const asker: Asker = {
  user: { userEntityRef: 'user:default/alice' } as User,
  request: {} as Request,
};
const BUSY = 'https://busy.azuredatabricks.net';
const IDLE = 'https://idle.azuredatabricks.net';
const never = new AbortController().signal;

function start(waitMs: number) {
  const record: AuditTrail['record'] = (_event, _options, work) => work();
  const budget = new OutboundBudget({ audit: { record }, waitMs });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (workspaceUrl: string) => () => {
    begun.push(workspaceUrl);
    return new Promise<void>(resolve => {
      ends.push(resolve);
    });
  };
  return {
    begun,
    end: () => ends.shift()?.(),
    test: (workspaceUrl: string) =>
      budget.spend(
        asker,
        { what: 'testFabric', workspaceUrl, about: {} },
        work(workspaceUrl),
      ),
    check: (workspaceUrl: string, signal = never) =>
      budget.queue(workspaceUrl, signal, work(workspaceUrl)),
  };
}

const settled = () => new Promise(resolve => setImmediate(resolve));

describe('A workspace that is slow', () => {
  it('gets four tests at a time, and the fifth is told to come again; other workspaces are tested meanwhile', async () => {
    const { begun, end, test } = start(1);
    const four = [test(BUSY), test(BUSY), test(BUSY), test(BUSY)];
    await expect(test(BUSY)).rejects.toMatchObject({
      code: 'too_many_requests',
      retryAfterSeconds: 5,
      message: expect.stringContaining('busy.azuredatabricks.net'),
    });
    const other = test(IDLE);
    await settled();
    expect(begun).toEqual([BUSY, BUSY, BUSY, BUSY, IDLE]);
    for (let i = 0; i < 5; i += 1) {
      end();
    }
    await Promise.all([...four, other]);
    // Who gave up has taken no place along
    const again = [test(BUSY), test(BUSY), test(BUSY), test(BUSY)];
    await settled();
    expect(begun).toHaveLength(9);
    for (let i = 0; i < 4; i += 1) {
      end();
    }
    await Promise.all(again);
  });

  it('gets the next test as soon as one has ended, and a check after it, in their order', async () => {
    const { begun, end, test, check } = start(60_000);
    const work = [test(BUSY), test(BUSY), test(BUSY), check(BUSY)];
    work.push(test(BUSY), check(BUSY));
    await settled();
    expect(begun).toHaveLength(4);
    end();
    await settled();
    expect(begun).toHaveLength(5);
    end();
    await settled();
    expect(begun).toHaveLength(6);
    for (let i = 0; i < 4; i += 1) {
      end();
    }
    await Promise.all(work);
  });

  it('is not checked any more when the run of checks is over', async () => {
    const { begun, end, check } = start(60_000);
    const over = new AbortController();
    const four = [check(BUSY), check(BUSY), check(BUSY), check(BUSY)];
    const fifth = check(BUSY, over.signal);
    over.abort();
    await fifth;
    await check(IDLE, over.signal);
    expect(begun).toEqual([BUSY, BUSY, BUSY, BUSY]);
    for (let i = 0; i < 4; i += 1) {
      end();
    }
    await Promise.all(four);
  });
});
