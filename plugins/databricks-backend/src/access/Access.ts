import { PermissionsService } from '@backstage/backend-plugin-api';
import {
  databricksFabricUpdatePermission,
  databricksFabricUsePermission,
  databricksSettingsUpdatePermission,
} from '@backstage-databricks/plugin-databricks-common';
import {
  AuthorizeResult,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  PermissionRuleset,
} from '@backstage/plugin-permission-node';
import { LRUCache } from 'lru-cache';
import { DatabricksServiceError } from '../errors';
import { MAX_REMEMBERED, MAX_STALENESS_MS } from '../maxStaleness';
import { askPortal } from '../portal';
import { ResolvedFabric, LiveSettings } from '../settings';
import { User } from './Callers';
import { FabricResource } from './fabricRules';

const POLICY_PROBLEM =
  'The portal cannot check your permissions at the moment.';

/**
 * What a user may do. `owner` and `databricks.admins` decide; the permission framework can only narrow, since a new
 * Backstage app allows everything to everybody.
 */
export class Access {
  readonly #permissions: PermissionsService;
  readonly #settings: LiveSettings;
  readonly #isAllowed: (
    decision: PolicyDecision,
    fabric: FabricResource,
  ) => boolean;
  readonly #decisions = new LRUCache<string, PolicyDecision>({
    max: MAX_REMEMBERED,
    ttl: MAX_STALENESS_MS,
  });
  readonly #settingsDecisions = new LRUCache<string, boolean>({
    max: MAX_REMEMBERED,
    ttl: MAX_STALENESS_MS,
  });

  constructor(options: {
    permissions: PermissionsService;
    ruleset: PermissionRuleset<FabricResource>;
    settings: LiveSettings;
  }) {
    this.#permissions = options.permissions;
    this.#settings = options.settings;
    this.#isAllowed = createConditionAuthorizer(options.ruleset);
  }

  /**
   * Those of the given fabrics that a user may use. One decision, over the fabrics in memory.
   *
   * @throws DatabricksServiceError `unavailable` when the policy cannot be asked
   */
  async usableFabrics(
    user: User,
    fabrics: ResolvedFabric[],
  ): Promise<ResolvedFabric[]> {
    const owned = fabrics.filter(
      fabric => fabric.owner === '*' || user.ownershipRefs.has(fabric.owner),
    );
    if (owned.length === 0) {
      return [];
    }
    return this.#allowed(databricksFabricUsePermission, user, owned);
  }

  /** @throws DatabricksServiceError `not_found`, also for a fabric of others */
  one(usable: ResolvedFabric[], name: string): ResolvedFabric {
    const fabric = usable.find(it => it.name === name);
    if (!fabric) {
      throw new DatabricksServiceError('not_found', {
        message: 'There is no such fabric, or it is not yours to use.',
      });
    }
    return fabric;
  }

  /** Whether a user administers this plugin. */
  async isAdmin(user: User): Promise<boolean> {
    const { config } = this.#settings.current();
    const listed =
      config.admins.includes('*') ||
      config.admins.some(ref => user.ownershipRefs.has(ref));
    return listed && (await this.#mayUpdateSettings(user));
  }

  /** Who administers, for those who do not. */
  admins(): string[] {
    return [...this.#settings.current().config.admins];
  }

  /** @throws DatabricksServiceError `not_allowed` */
  async requireAdmin(user: User): Promise<void> {
    if (!(await this.isAdmin(user))) {
      throw new DatabricksServiceError('not_allowed', {
        message: 'Only admins of this plugin can do this.',
      });
    }
  }

  /** Names of those of the given fabrics that a user may change: kept in the database, and admin or owner team. */
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
   * Admins may change every fabric; members of the owner team theirs, if the permission policy lets them. To others a
   * fabric that they do not see and one that does not exist are the same, but for who tries to add one. Owners are read
   * again before.
   *
   * @throws DatabricksServiceError `not_found` for what the user cannot see, `not_allowed`
   */
  async requireFabricEditor(
    user: User,
    name: string,
    options?: { adminOnly?: boolean; creates?: boolean },
  ): Promise<'admin' | 'owner'> {
    if (await this.isAdmin(user)) {
      return 'admin';
    }
    await this.#settings.reload();
    const known = this.#settings.current().fabrics.get(name);
    if (!known && options?.creates) {
      throw new DatabricksServiceError('not_allowed', {
        message: 'Only admins can add fabrics.',
      });
    }
    const [fabric] = await this.usableFabrics(user, known ? [known] : []);
    if (!fabric) {
      throw new DatabricksServiceError('not_found', {
        message: 'There is no such fabric, or it is not yours to change.',
      });
    }
    const [updatable] = await this.#updatableByOwner(user, [fabric]);
    if (options?.adminOnly || !updatable) {
      throw new DatabricksServiceError('not_allowed', {
        message: options?.adminOnly
          ? 'Only admins can do this.'
          : 'Only admins and the owner team of this fabric can do this, as far as the permission policy lets them.',
      });
    }
    return 'owner';
  }

  /** @throws DatabricksServiceError `not_allowed` */
  requireSameOwner(name: string, owner: string): void {
    if (this.#settings.current().fabrics.get(name)?.owner !== owner) {
      throw new DatabricksServiceError('not_allowed', {
        message: 'owner: only admins can move a fabric to another owner.',
      });
    }
  }

  async #updatableByOwner(
    user: User,
    fabrics: ResolvedFabric[],
  ): Promise<ResolvedFabric[]> {
    const owned = fabrics.filter(fabric =>
      user.ownershipRefs.has(fabric.owner),
    );
    if (owned.length === 0 || !this.#isPolicyAsked()) {
      return [];
    }
    return this.#allowed(databricksFabricUpdatePermission, user, owned);
  }

  /** A condition that cannot be applied, because it names no rule of ours, opens nothing. */
  async #allowed(
    permission: ResourcePermission,
    user: User,
    fabrics: ResolvedFabric[],
  ): Promise<ResolvedFabric[]> {
    const decision = await this.#decide(permission, user);
    try {
      return fabrics.filter(fabric => this.#isAllowed(decision, fabric));
    } catch {
      throw new DatabricksServiceError('unavailable', {
        message: POLICY_PROBLEM,
      });
    }
  }

  #isPolicyAsked(): boolean {
    return this.#settings.current().config.permissionsEnabled;
  }

  async #decide(
    permission: ResourcePermission,
    user: User,
  ): Promise<PolicyDecision> {
    if (!this.#isPolicyAsked()) {
      return { result: AuthorizeResult.ALLOW };
    }
    const key = `${permission.name} ${user.userEntityRef}`;
    const known = this.#decisions.get(key);
    if (known) {
      return known;
    }
    const [decision] = await askPortal(POLICY_PROBLEM, () =>
      this.#permissions.authorizeConditional([{ permission }], {
        credentials: user.credentials,
      }),
    );
    this.#decisions.set(key, decision);
    return decision;
  }

  async #mayUpdateSettings(user: User): Promise<boolean> {
    if (!this.#isPolicyAsked()) {
      return true;
    }
    const known = this.#settingsDecisions.get(user.userEntityRef);
    if (known !== undefined) {
      return known;
    }
    const [decision] = await askPortal(POLICY_PROBLEM, () =>
      this.#permissions.authorize(
        [{ permission: databricksSettingsUpdatePermission }],
        { credentials: user.credentials },
      ),
    );
    const allowed = decision.result === AuthorizeResult.ALLOW;
    this.#settingsDecisions.set(user.userEntityRef, allowed);
    return allowed;
  }
}
