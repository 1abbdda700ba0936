import { Account } from './Account';
import { readCommandLine, USAGE } from './readCommandLine';
import { startSimulator } from './startSimulator';

async function main(): Promise<void> {
  const commandLine = readCommandLine(process.argv.slice(2));
  if (commandLine.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const { ports, options, verbose } = commandLine;
  const account = new Account(options);
  for (const port of ports) {
    const { url } = await startSimulator({
      ...options,
      port,
      account,
      log: verbose
        ? line => process.stdout.write(`${port} ${line}\n`)
        : undefined,
    });
    process.stdout.write(`Simulated Databricks workspace: ${url}\n`);
  }
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(0));
}

main().catch((error: NodeJS.ErrnoException & { port?: number }) => {
  process.stderr.write(
    error.code === 'EADDRINUSE'
      ? `Port ${error.port} is in use; a simulated Databricks workspace needs it.\n`
      : `${error.message}\n`,
  );
  process.exit(1);
});
