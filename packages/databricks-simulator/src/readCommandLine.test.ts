import { readCommandLine } from './readCommandLine';

it('has defaults', () => {
  expect(readCommandLine([])).toEqual({
    help: false,
    verbose: false,
    ports: [8020],
    options: { clients: [], servicePrincipals: [] },
  });
  expect(readCommandLine(['--help'])).toEqual({ help: true });
});

it.each([
  [['--port', 'x'], '--port needs a whole number from 0 to 65535, not x'],
  [['--port', '65536'], '--port needs a whole number'],
  [['--access-token-lifetime', '0'], '--access-token-lifetime needs'],
  [['--client', 'id:secret'], '--client needs ID:SECRET:URL'],
  [['--client', 'id'], '--client needs ID:SECRET:URL'],
  [['--service-principal', 'id:'], '--service-principal needs ID:SECRET'],
  [['--config', '/does/not/exist'], '--config /does/not/exist: ENOENT'],
  [['--unknown'], "Unknown option '--unknown'"],
])('refuses %j', (args, message) => {
  expect(() => readCommandLine(args)).toThrow(message);
});

it('does not repeat a secret', () => {
  expect(() => readCommandLine(['--client', 'id:very-secret'])).toThrow(
    /^((?!very-secret).)*$/,
  );
});
