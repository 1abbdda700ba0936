import { startPortal } from '../portal.mjs';
import { portalUrl } from '../portalReadiness.mjs';
import { prepare } from '../prepare.mjs';

/** To stop the portal is how it is used. */
export const exitCodeWhenStopped = 0;

/** Opens the demo portal and keeps it until somebody stops it. */
export async function run(launch) {
  const { root, node, env } = await prepare(launch);
  const portal = await startPortal(launch, { root, node, env });
  console.log(
    'Starting two simulated workspaces, the backend and the app; they write to .data/logs ...',
  );
  await portal.ready({ signal: launch.signal });
  console.log(`Portal ready: ${portalUrl}`);
  await portal.failed;
  return 1;
}
