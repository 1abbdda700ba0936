import { RateLimiter } from './RateLimiter';

describe('What is limited for a minute', () => {
  let now: number;
  const pass = (ms: number) => {
    now += ms;
    jest.advanceTimersByTime(ms);
  };

  beforeEach(() => {
    now = 1_000;
    jest.useFakeTimers({ doNotFake: ['performance'] });
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('goes on until the limit, and again when the minute is over that began with the first', () => {
    const limiter = new RateLimiter(2);
    expect(limiter.take('a')).toBeUndefined();
    pass(10_500);
    expect(limiter.take('a')).toBeUndefined();
    expect(limiter.take('a')).toBe(50);
    expect(limiter.take('b')).toBeUndefined();
    pass(49_400);
    expect(limiter.take('a')).toBe(1);
    pass(101);
    expect(limiter.take('a')).toBeUndefined();
  });

  it('is told how long to wait, also at the very end', () => {
    const limiter = new RateLimiter(1);
    limiter.admit('a');
    pass(60_000);
    const waits = [limiter.take('a') ?? 'goes on', limiter.take('a')];
    expect(waits).toContainEqual(expect.any(Number));
    expect(waits).not.toContain(0);
  });

  it('is refused with the time to wait', () => {
    const limiter = new RateLimiter(1);
    limiter.admit('a');
    expect(() => limiter.admit('a')).toThrow(
      expect.objectContaining({
        code: 'too_many_requests',
        retryAfterSeconds: 60,
      }),
    );
  });
});
