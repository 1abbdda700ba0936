/** `7 days`, `P7D` or an object. */
type Duration =
  | string
  | {
      /** @visibility backend */
      years?: number;
      /** @visibility backend */
      months?: number;
      /** @visibility backend */
      weeks?: number;
      /** @visibility backend */
      days?: number;
      /** @visibility backend */
      hours?: number;
      /** @visibility backend */
      minutes?: number;
      /** @visibility backend */
      seconds?: number;
      /** @visibility backend */
      milliseconds?: number;
    };

export interface Config {
  databricks?: {
    /**
     * Who administers: full entity refs of users and groups. Absent: nobody. ['*'] leaves it to the permission
     * policy alone, and is refused while the permission framework is off.
     * @visibility backend
     */
    admins?: string[];

    /**
     * The keys that stored tokens and secrets are encrypted with (AES-256-GCM). Required, unless a module provides the
     * keys: then this is not used.
     */
    encryption?: {
      /**
       * The key that encrypts; all others only decrypt.
       * @visibility backend
       */
      primaryKey: string;
      keys: {
        [id: string]: {
          /**
           * 32 random bytes in base64, as `openssl rand -base64 32` makes them.
           * @visibility secret
           */
          secret: string;
        };
      };
    };

    /** OAuth clients that are registered in the Databricks account console. */
    appConnections?: {
      [name: string]: {
        /**
         * Defaults to the name.
         * @visibility backend
         */
        title?: string;
        /**
         * Put it in quotes: YAML takes some IDs for numbers.
         * @visibility backend
         */
        clientId: string;
        /**
         * Required, but for a public client.
         * @visibility secret
         */
        clientSecret?: string;
        /**
         * A public client: PKCE and no client secret.
         * @visibility backend
         */
        public?: boolean;
        /**
         * The scopes to ask for. Default: all-apis and offline_access.
         * @visibility backend
         */
        scopes?: string[];
        /**
         * How long a refresh token lives, as the Databricks admin set it; for warnings. Default: 7 days.
         * @visibility backend
         */
        refreshTokenLifetime?: Duration;
        /**
         * The absolute_session_lifetime that the Databricks admin set with single-use refresh tokens.
         * @visibility backend
         */
        sessionLifetime?: Duration;
        /**
         * Used by fabrics that name none. Implied where there is only one.
         * @visibility backend
         */
        default?: boolean;
      };
    };

    /**
     * Which hosts may be a workspace: a leading dot makes a suffix, else the host must be the same. Default:
     * .cloud.databricks.com, .cloud.databricks.us, .azuredatabricks.net, .databricks.azure.us, .databricks.azure.cn
     * and .gcp.databricks.com.
     * @visibility backend
     */
    allowedHosts?: string[];

    /**
     * Set it with Private Link: names of workspaces may then resolve to private addresses. Default: false.
     * @visibility backend
     */
    allowPrivateNetwork?: boolean;

    /**
     * Whether to serve /metadata/oauthCallback too. Default: true.
     * @visibility backend
     */
    serveMetadataCallback?: boolean;

    /** Which backend plugins may ask for tokens, by plugin ID. Default: none. */
    consumers?: {
      [pluginId: string]: {
        /**
         * Tokens of the user who asks through the plugin. Default: false.
         * @visibility backend
         */
        user?: boolean;
        /**
         * Tokens of the service principals of these fabrics, or '*'. Default: none.
         * @visibility backend
         */
        servicePrincipalOf?: '*' | string[];
      };
    };

    /**
     * After how long connections of users end who are no longer in the catalog. Absent: never.
     * @visibility backend
     */
    endConnectionsOfRemovedUsers?: Duration;

    /** Databricks execution environments, each owned by one team. */
    fabrics?: {
      [name: string]: {
        /**
         * Defaults to the name.
         * @visibility backend
         */
        title?: string;
        /** @visibility backend */
        description?: string;
        /** @visibility backend */
        type: 'prophecy' | 'spark' | 'sql';
        /**
         * Who may use it: a full entity ref, or '*' for everybody.
         * @visibility backend
         */
        owner: string;
        /**
         * The URL of the workspace. Required without a jdbcUrl.
         * @visibility backend
         */
        workspaceUrl?: string;
        /**
         * The app connection for sign-ins. Default: the default one.
         * @visibility backend
         */
        appConnection?: string;
        /**
         * For type prophecy: as whom work runs. Default: u2m.
         * @visibility backend
         */
        oauthType?: 'u2m' | 'm2m';
        /**
         * At most one of jdbcUrl, httpPath, warehouseId and clusterId. A URL that carries a credential is refused.
         * @visibility backend
         */
        jdbcUrl?: string;
        /** @visibility backend */
        httpPath?: string;
        /**
         * Put it in quotes: YAML takes some IDs for numbers.
         * @visibility backend
         */
        warehouseId?: string;
        /**
         * Only for type spark.
         * @visibility backend
         */
        clusterId?: string;
        /** @visibility backend */
        catalog?: string;
        /** @visibility backend */
        schema?: string;
        /** The identity of scheduled and automated work. */
        servicePrincipal?: {
          /**
           * Put it in quotes: YAML takes some IDs for numbers.
           * @visibility backend
           */
          clientId: string;
          /** @visibility secret */
          clientSecret: string;
          /**
           * The scopes to ask for. Default: all-apis.
           * @visibility backend
           */
          scopes?: string[];
          /**
           * A calendar date, YYYY-MM-DD: the card warns before.
           * @visibility backend
           */
          secretExpiresAt?: string;
        };
      };
    };
  };
}
