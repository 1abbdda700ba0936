import { PermissionsService } from '@backstage/backend-plugin-api';
import {
  databricksFabricUpdatePermission,
  databricksFabricUsePermission,
  databricksSettingsUpdatePermission,
} from '@backstage-databricks/plugin-databricks-common';
import {
  AuthorizeResult,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  PermissionRuleset,
} from '@backstage/plugin-permission-node';
import { ConsumerSettings } from '../config';
import { DatabricksServiceError } from '../errors';
import { PortalAnswers } from '../portal';
import { LiveSettings, ResolvedFabric } from '../settings';
import { User } from './Callers';
import { FabricResource } from './fabricRules';

const POLICY_PROBLEM =
  'The portal cannot check your permissions at the moment.';

/** A backend plugin that may ask for tokens. */
export type Consumer = ConsumerSettings & { pluginId: string };

/**
 * What a user may do. `owner` and `databricks.admins` decide; the permission framework can only narrow, since a new
 * Backstage app allows everything to everybody.
 */
export class Access {
  readonly #settings: LiveSettings;
  readonly #isAllowed;
  readonly #decisions;
  readonly #settingsDecisions;

  constructor(options: {
    permissions: PermissionsService;
    ruleset: PermissionRuleset<FabricResource>;
    settings: LiveSettings;
  }) {
    const { permissions } = options;
    this.#settings = options.settings;
    this.#isAllowed = createConditionAuthorizer(options.ruleset);
    this.#decisions = new PortalAnswers({
      problem: POLICY_PROBLEM,
      ask: async (about: { permission: ResourcePermission; user: User }) => {
        const [decision] = await permissions.authorizeConditional(
          [{ permission: about.permission }],
          { credentials: about.user.credentials },
        );
        return decision;
      },
    });
    this.#settingsDecisions = new PortalAnswers({
      problem: POLICY_PROBLEM,
      ask: async ({ credentials }: User) => {
        const [{ result }] = await permissions.authorize(
          [{ permission: databricksSettingsUpdatePermission }],
          { credentials },
        );
        return result === AuthorizeResult.ALLOW;
      },
    });
  }

  /**
   * All fabrics that a user may use. The policy is asked once, and its decision is applied to the fabrics in memory.
   *
   * @throws DatabricksServiceError `unavailable` when the policy cannot be asked
   */
  async usableFabrics(user: User): Promise<ResolvedFabric[]> {
    return this.#usable(user, [...this.#settings.current().fabrics.values()]);
  }

  /** @throws DatabricksServiceError `not_found`, also for a fabric of others; `unavailable` */
  async usableFabric(user: User, name: string): Promise<ResolvedFabric> {
    const [usable] = await this.#usable(user, [this.fabric(name)]);
    return usable ?? noSuchFabric();
  }

  /**
   * A fabric by name, whoever asks. Nothing is checked: only for callers that may use every fabric.
   *
   * @throws DatabricksServiceError `not_found`
   */
  fabric(name: string): ResolvedFabric {
    return this.#settings.current().fabrics.get(name) ?? noSuchFabric();
  }

  /**
   * The plugin that sent a request, if it may ask for tokens.
   *
   * @throws DatabricksServiceError `not_allowed`
   */
  consumer(subject: string | undefined): Consumer {
    const pluginId = /^plugin:(.*)/s.exec(subject ?? '')?.[1] ?? '';
    const settings = this.#config.consumers.get(pluginId);
    if (!settings) {
      throw new DatabricksServiceError('not_allowed', {
        message: subject
          ? `'${subject}' is not in databricks.consumers.`
          : 'Only backend plugins can ask for tokens.',
      });
    }
    return { ...settings, pluginId };
  }

  /** Whether a user administers this plugin. */
  async isAdmin(user: User): Promise<boolean> {
    const { admins, permissionsEnabled } = this.#config;
    const isListed =
      admins.includes('*') || admins.some(ref => user.ownershipRefs.has(ref));
    return (
      isListed &&
      (!permissionsEnabled ||
        (await this.#settingsDecisions.about(user.userEntityRef, user)))
    );
  }

  /** Who administers, for those who do not; nobody by name where the permission policy alone decides. */
  admins(): string[] {
    return this.#config.admins.filter(ref => ref !== '*');
  }

  /** @throws DatabricksServiceError `not_allowed` */
  async requireAdmin(user: User): Promise<void> {
    if (!(await this.isAdmin(user))) {
      throw new DatabricksServiceError('not_allowed', {
        message: 'Only admins of this plugin can do this.',
      });
    }
  }

  /**
   * Which of the given fabrics a user may change, by name. Only fabrics that are kept in the database can be changed, by
   * admins and by the owner team.
   */
  async editableFabrics(
    user: User,
    fabrics: ResolvedFabric[],
  ): Promise<ReadonlySet<string>> {
    const changeable = fabrics.filter(fabric => fabric.source === 'database');
    const editable =
      changeable.length > 0 && (await this.isAdmin(user))
        ? changeable
        : await this.#updatableByOwner(user, changeable);
    return new Set(editable.map(fabric => fabric.name));
  }

  /**
   * Admins may add and change every fabric; members of the owner team may change theirs, if the permission policy lets
   * them. Everybody else gets one answer, whether there is a fabric of that name or not. The settings are read again
   * first, so that a changed owner counts.
   *
   * @throws DatabricksServiceError `not_allowed`
   */
  async requireFabricEditor(
    user: User,
    name: string,
  ): Promise<'admin' | 'owner'> {
    if (await this.isAdmin(user)) {
      return 'admin';
    }
    await this.#settings.reload();
    const known = this.#settings.current().fabrics.get(name);
    const usable = known ? await this.#usable(user, [known]) : [];
    const updatable = await this.#updatableByOwner(user, usable);
    if (updatable.length === 0) {
      throw new DatabricksServiceError('not_allowed', {
        message:
          'Only admins can add fabrics, and only admins and the owner team can change one, as far as the permission policy lets them.',
      });
    }
    return 'owner';
  }

  /**
   * Admins, and whoever may change a fabric of the workspace. The settings are read again first, so that a changed owner
   * counts.
   *
   * @throws DatabricksServiceError `not_allowed`
   */
  async requireEditorAt(user: User, workspaceUrl: string): Promise<void> {
    if (await this.isAdmin(user)) {
      return;
    }
    await this.#settings.reload();
    const fabrics = [...this.#settings.current().fabrics.values()];
    const there = fabrics.filter(it => it.workspaceUrl === workspaceUrl);
    const usable = await this.#usable(user, there);
    if ((await this.editableFabrics(user, usable)).size === 0) {
      throw new DatabricksServiceError('not_allowed', {
        message:
          'Only admins, and who may change a fabric of this workspace, can see what compute it has.',
      });
    }
  }

  /** @throws DatabricksServiceError `not_allowed` */
  requireSameOwner(name: string, owner: string): void {
    if (this.#settings.current().fabrics.get(name)?.owner !== owner) {
      throw new DatabricksServiceError('not_allowed', {
        message: 'owner: only admins can move a fabric to another owner.',
      });
    }
  }

  async #usable(
    user: User,
    fabrics: ResolvedFabric[],
  ): Promise<ResolvedFabric[]> {
    return this.#allowed(
      databricksFabricUsePermission,
      user,
      fabrics.filter(
        ({ owner }) => owner === '*' || user.ownershipRefs.has(owner),
      ),
    );
  }

  async #updatableByOwner(
    user: User,
    fabrics: ResolvedFabric[],
  ): Promise<ResolvedFabric[]> {
    return this.#config.permissionsEnabled
      ? this.#allowed(
          databricksFabricUpdatePermission,
          user,
          fabrics.filter(({ owner }) => user.ownershipRefs.has(owner)),
        )
      : [];
  }

  /** A condition that cannot be applied, because it names a rule that does not exist, allows nothing. */
  async #allowed(
    permission: ResourcePermission,
    user: User,
    fabrics: ResolvedFabric[],
  ): Promise<ResolvedFabric[]> {
    if (fabrics.length === 0 || !this.#config.permissionsEnabled) {
      return fabrics;
    }
    const decision = await this.#decisions.about(
      `${permission.name} ${user.userEntityRef}`,
      { permission, user },
    );
    try {
      return fabrics.filter(fabric => this.#isAllowed(decision, fabric));
    } catch {
      throw new DatabricksServiceError('unavailable', {
        message: POLICY_PROBLEM,
      });
    }
  }

  get #config() {
    return this.#settings.current().config;
  }
}

function noSuchFabric(): never {
  throw new DatabricksServiceError('not_found', {
    message: 'There is no such fabric, or it is not yours to use.',
  });
}
