import { ProcessGroup } from '../ProcessGroup.mjs';

/** A launch that nobody stops. */
export function testLaunch() {
  return {
    signal: new AbortController().signal,
    spawn: options => new ProcessGroup(options),
    onEnd() {},
  };
}
