#!/usr/bin/env node
import { createLaunch } from './launcher/launch.mjs';
import { prepare } from './launcher/prepare.mjs';

const commands = ['start', 'test', 'campaign', 'bench', 'mutation'];
const [command, ...args] = process.argv.slice(2);
if (!commands.includes(command)) {
  console.error(`Usage: node scripts/run.mjs ${commands.join('|')}`);
  process.exit(1);
}

const launch = createLaunch();

async function work() {
  const context = await prepare(launch);
  // Commands use libraries, which are there only now.
  const { run } = await import(`./launcher/commands/${command}.mjs`);
  return run(launch, context, args);
}

let exitCode;
try {
  exitCode = await Promise.race([work(), launch.stopped]);
} catch (error) {
  // A plain error says what the person at the keyboard can do; all others are defects and show their stack.
  console.error(error.constructor === Error ? error.message : error);
  exitCode = 1;
}
await launch.end();
// Stopping the portal is how it is used.
process.exit(command === 'start' && launch.signal.aborted ? 0 : exitCode);
