#!/usr/bin/env node
import { createLaunch } from './launcher/launch.mjs';
import { LauncherError } from './launcher/LauncherError.mjs';

const commands = ['start', 'test', 'campaign', 'bench'];
const [command, ...args] = process.argv.slice(2);

async function main() {
  if (!commands.includes(command)) {
    throw new LauncherError(
      `Usage: node scripts/run.mjs ${commands.join('|')}`,
    );
  }
  const { run, exitCodeWhenStopped } = await import(
    `./launcher/commands/${command}.mjs`
  );
  const launch = createLaunch();
  try {
    return await launch.run(() => run(launch, args), { exitCodeWhenStopped });
  } finally {
    await launch.stopAll();
  }
}

main().then(
  exitCode => process.exit(exitCode),
  error => {
    console.error(error instanceof LauncherError ? error.message : error);
    process.exit(1);
  },
);
