// Preloaded into a process whose wall clock is to step: on SIGUSR2 it is off by the milliseconds that the file
// DATABRICKS_TEST_CLOCK holds. Timers and the monotonic clock go on as they did.
const { readFileSync } = require('node:fs');

const RealDate = Date;
let offsetMs = 0;

class ShiftedDate extends RealDate {
  constructor(...args) {
    super(...(args.length ? args : [RealDate.now() + offsetMs]));
  }

  static now() {
    return RealDate.now() + offsetMs;
  }
}

// In this form TypeScript does not take it for a declaration of the global
Object.assign(globalThis, { Date: ShiftedDate });

process.on('SIGUSR2', () => {
  offsetMs = Number(readFileSync(process.env.DATABRICKS_TEST_CLOCK, 'utf8'));
  process.stdout.write(`The clock is off by ${offsetMs} ms\n`);
});
