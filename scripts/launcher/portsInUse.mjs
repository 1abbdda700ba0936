import getPort, { clearLockedPorts } from 'get-port';

/** The sentences to show for those of `wanted` (`[{ port, user }]`) that somebody listens on, whatever the address. */
export async function portsInUse(wanted) {
  const complaints = [];
  for (const { port, user } of wanted) {
    // It takes a port that it has just given for one in use.
    clearLockedPorts();
    if ((await getPort({ port })) !== port) {
      complaints.push(`Port ${port} is in use; ${user} needs it.`);
    }
  }
  return complaints;
}
