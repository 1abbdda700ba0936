// Runs a program, described by a JSON argument, until SIGTERM comes or whoever spawned this process is gone.
const { spawn } = require('node:child_process');

const { command, args, ...options } = JSON.parse(process.argv[2]);
const child = spawn(command, args, { ...options, stdio: 'inherit' });
const stop = () => child.kill('SIGINT');

process.on('disconnect', stop);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
child.on('error', error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
child.on('exit', code => process.exit(code ?? 1));
