import { createServer } from 'node:net';

/** Wildcard and loopback of both families: some systems let one listen beside another. */
const addresses = ['127.0.0.1', '::1', '0.0.0.0', '::'];

/** The address families that a machine lacks. */
const absentCodes = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/** The sentences to show for those of `wanted` (`[{ port, user }]`) that somebody else listens on. */
export async function portsInUse(wanted) {
  const complaints = [];
  for (const { port, user } of wanted) {
    if (!(await isFree(port))) {
      complaints.push(`Port ${port} is in use; ${user} needs it.`);
    }
  }
  return complaints;
}

export async function isFree(port) {
  for (const host of addresses) {
    const error = await tryToListen(port, host);
    if (error !== undefined && !absentCodes.includes(error.code)) {
      return false;
    }
  }
  return true;
}

function tryToListen(port, host) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}
