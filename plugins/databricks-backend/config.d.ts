/** `true`, or what Backstage takes for it in a text, as environment variables hold it: `yes`, `1`, `no`, ... */
type Flag = boolean | string;

/** `7 days`, `P7D` or an object. */
type Duration =
  | string
  | {
      years?: number;
      months?: number;
      weeks?: number;
      days?: number;
      hours?: number;
      minutes?: number;
      seconds?: number;
      milliseconds?: number;
    };

export interface Config {
  databricks?: {
    /**
     * Who administers: full entity refs of users and groups. Absent: nobody. ['*'] leaves it to the permission
     * policy alone, and is refused while the permission framework is off.
     */
    admins?: string[];

    /**
     * The keys that stored tokens and secrets are encrypted with (AES-256-GCM). Required, unless a module provides the
     * keys: then this is not used.
     */
    encryption?: {
      /** The key that encrypts; all others only decrypt. */
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
        /** Defaults to the name. */
        title?: string;
        /** Put it in quotes: YAML takes some IDs for numbers. */
        clientId: string;
        /**
         * Required, but for a public client.
         * @visibility secret
         */
        clientSecret?: string;
        /** A public client: PKCE and no client secret. */
        public?: Flag;
        /** The scopes to ask for. Default: all-apis and offline_access. */
        scopes?: string[];
        /** How long a refresh token lives, as the Databricks admin set it; for warnings. Default: 7 days. */
        refreshTokenLifetime?: Duration;
        /** The absolute_session_lifetime that the Databricks admin set with single-use refresh tokens. */
        sessionLifetime?: Duration;
        /** Used by fabrics that name none. Implied where there is only one. */
        default?: Flag;
      };
    };

    /**
     * Which hosts may be a workspace: a leading dot makes a suffix, else the host must be the same, on port 443 unless
     * the entry names another. Default:
     * .cloud.databricks.com, .cloud.databricks.us, .azuredatabricks.net, .databricks.azure.us, .databricks.azure.cn
     * and .gcp.databricks.com.
     */
    allowedHosts?: string[];

    /**
     * Set it with Private Link: names of workspaces may then resolve to private addresses, but never to a cloud's
     * metadata addresses. Default: false.
     */
    allowPrivateNetwork?: Flag;

    /** Titles that people read of workspaces. Default: the first label of the host. */
    workspaces?: {
      [name: string]: {
        title: string;
        url: string;
      };
    };

    /**
     * Whether people may sign in at Databricks only as themselves: a sign-in fails where the Databricks user name is not
     * the e-mail address that the catalog has of the user of the portal (`spec.profile.email`), or where it has none.
     * Default: false.
     */
    requireSameUser?: Flag;

    /** Whether to serve /metadata/oauthCallback too. Default: true. */
    serveMetadataCallback?: Flag;

    /** Which backend plugins may ask for tokens, by plugin ID. Default: none. */
    consumers?: {
      [pluginId: string]: {
        /** Tokens of the user who asks through the plugin. Default: false. */
        user?: Flag;
        /** Tokens of the service principals of these fabrics, or '*'. Default: none. */
        servicePrincipalOf?: '*' | string[];
      };
    };

    /** After how long connections of users end who are no longer in the catalog. Absent: never. */
    endConnectionsOfRemovedUsers?: Duration;

    /** Databricks execution environments, each owned by one team. */
    fabrics?: {
      [name: string]: {
        /** Defaults to the name. */
        title?: string;
        description?: string;
        type: 'prophecy' | 'spark' | 'sql';
        /** Who may use it: a full entity ref, or '*' for everybody. */
        owner: string;
        /** The URL of the workspace. Required without a jdbcUrl. */
        workspaceUrl?: string;
        /** The app connection for sign-ins. Default: the default one. */
        appConnection?: string;
        /** For type prophecy: as whom work runs. Default: u2m. */
        oauthType?: 'u2m' | 'm2m';
        /** At most one of jdbcUrl, httpPath, warehouseId and clusterId. A URL that carries a credential is refused. */
        jdbcUrl?: string;
        httpPath?: string;
        /** Put it in quotes: YAML takes some IDs for numbers. */
        warehouseId?: string;
        /** Only for type spark. */
        clusterId?: string;
        catalog?: string;
        schema?: string;
        /** The identity of scheduled and automated work. */
        servicePrincipal?: {
          /** Put it in quotes: YAML takes some IDs for numbers. */
          clientId: string;
          /** @visibility secret */
          clientSecret: string;
          /** The scopes to ask for. Default: all-apis. */
          scopes?: string[];
          /** A calendar date, YYYY-MM-DD: the card warns before. */
          secretExpiresAt?: string;
        };
      };
    };
  };
}
