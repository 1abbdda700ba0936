import {
  FabricInput,
  resolveFabricTarget,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { WorkspaceProbe } from './WorkspaceProbe';

/** What can be said of a fabric before it is stored. */
export class FabricDryRun {
  readonly #probe: WorkspaceProbe;

  constructor(options: { probe: WorkspaceProbe }) {
    this.#probe = options.probe;
  }

  async dryRun(definition: FabricInput): Promise<TestResult> {
    const { target } = resolveFabricTarget(definition);
    const checks = [
      {
        id: 'definition',
        state: 'ok' as const,
        message: 'All fields are valid.',
      },
      ...(target ? [(await this.#probe.ask(target.workspaceUrl)).check] : []),
    ];
    return { ok: checks.every(it => it.state !== 'failed'), checks };
  }
}
