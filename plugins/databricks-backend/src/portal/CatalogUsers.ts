import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { PortalAnswers } from './PortalAnswers';

/** What the catalog knows of the users of the portal. */
export class CatalogUsers {
  readonly #answers: PortalAnswers<string, { email: string | undefined }>;

  constructor(options: { auth: AuthService; catalog: CatalogService }) {
    const { auth, catalog } = options;
    this.#answers = new PortalAnswers({
      problem: 'The portal cannot look you up in its catalog at the moment.',
      ask: async (userEntityRef: string) => {
        // Of one user too we ask for a list: where no catalog is, that fails, instead of finding nobody
        const { items } = await catalog.getEntitiesByRefs(
          { entityRefs: [userEntityRef], fields: ['spec.profile.email'] },
          { credentials: await auth.getOwnServiceCredentials() },
        );
        return { email: emailIn(items[0]?.spec?.profile) };
      },
    });
  }

  /**
   * The e-mail address of a user, if the catalog knows one.
   *
   * @throws DatabricksServiceError `unavailable` where the catalog does not answer in time
   */
  async emailOf(userEntityRef: string): Promise<string | undefined> {
    const { email } = await this.#answers.about(userEntityRef, userEntityRef);
    return email;
  }
}

function emailIn(profile: unknown): string | undefined {
  const { email } = (profile ?? {}) as { email?: unknown };
  return typeof email === 'string' && email !== '' ? email : undefined;
}
