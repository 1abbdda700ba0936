// @ts-check

/**
 * Instants are epoch milliseconds of the database (bigint), so that they compare alike on PostgreSQL and SQLite.
 * Sealed values carry the id of their encryption key; the key_id columns repeat it for counts and re-encryption.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('encryption_keys', table => {
    table.comment('The check value of every encryption key that was ever used');
    table.string('key_id', 63).primary().comment('Name of the key');
    table
      .string('check_value', 64)
      .notNullable()
      .comment('HMAC that only the right secret can make');
    table.bigInteger('created_at').notNullable().comment('First use');
  });

  await knex.schema.createTable('sign_ins', table => {
    table.comment('One attempt of one user in one browser to connect');
    table.string('id', 36).primary().comment('UUID, known to the user');
    table
      .string('user_entity_ref', 255)
      .notNullable()
      .comment('Who started it and will own the connection');
    table
      .string('state_hash', 64)
      .notNullable()
      .unique()
      .comment('SHA-256 of the state parameter');
    table
      .string('browser_hash', 64)
      .notNullable()
      .comment('SHA-256 of the binding cookie');
    table
      .string('redirect_path', 32)
      .notNullable()
      .comment('Which of the two callbacks may consume it');
    table.string('redirect_uri', 2048).notNullable().comment('As sent');
    table.string('fabric', 63).notNullable().comment('Where it was started');
    table.string('workspace_url', 512).notNullable().comment('Snapshot');
    table.string('app_connection', 63).notNullable().comment('Snapshot');
    table.string('client_id', 255).notNullable().comment('Snapshot');
    table.text('scopes').notNullable().comment('Requested, space separated');
    table.string('display', 16).notNullable().comment('popup or page');
    table.string('return_to', 512).comment('Path of the portal');
    table.text('code_verifier').comment('Sealed; erased when it is used');
    table.string('key_id', 63).comment('Encryption key of code_verifier');
    table
      .string('status', 16)
      .notNullable()
      .comment('pending, succeeded, denied, failed or expired');
    table.string('error_code', 64).comment('Why it was denied or failed');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('expires_at').notNullable();
    table.bigInteger('consumed_at').comment('When its callback came');
    table.index(['user_entity_ref', 'created_at'], 'sign_ins_user_idx');
    table.index(['expires_at'], 'sign_ins_expires_idx');
    table.index(['key_id'], 'sign_ins_key_idx');
  });

  await knex.schema.createTable('grants', table => {
    table.comment(
      'What can yield access tokens: connections of users and service principals of fabrics',
    );
    table.string('id', 36).primary().comment('UUID');
    table.string('kind', 16).notNullable().comment('user or servicePrincipal');
    table
      .string('owner', 255)
      .notNullable()
      .comment('Entity ref of the user, or name of the fabric');
    table.string('workspace_url', 512).notNullable();
    table
      .string('app_connection', 63)
      .notNullable()
      .comment(
        'Name of the app connection; of a service principal its definition_hash',
      );
    table
      .string('client_id', 255)
      .notNullable()
      .comment('The client ID that it was made with');
    table
      .string('definition_hash', 64)
      .comment('HMAC of a service principal: client ID, secret and scopes');
    table.string('databricks_user_id', 255);
    table.string('databricks_user_name', 512);
    table.string('databricks_display_name', 512);
    table.string('previous_user_name', 512).comment('Replaced by reconnecting');
    table.text('scopes').notNullable().comment('Granted, space separated');
    table.text('access_token').comment('Sealed');
    table.text('refresh_token').comment('Sealed');
    table.string('key_id', 63).comment('Encryption key of both tokens');
    table.bigInteger('access_token_received_at');
    table.bigInteger('access_token_expires_at');
    table.bigInteger('refresh_token_received_at');
    table
      .integer('generation')
      .notNullable()
      .comment('Counts every change of the tokens; fences writes');
    table.string('lease_owner', 64).comment('Who is refreshing');
    table.bigInteger('lease_until');
    table
      .string('status', 32)
      .notNullable()
      .comment('connected, reconnect_required or rejected');
    table.string('reason_code', 64).comment('Why it is not connected');
    table.integer('failures').notNullable().defaultTo(0);
    table.bigInteger('retry_at').comment('Not to be tried before');
    table.bigInteger('connected_at').notNullable();
    table.bigInteger('refreshed_at');
    table.bigInteger('used_at');
    table.unique(['kind', 'owner', 'workspace_url', 'app_connection'], {
      indexName: 'grants_holder_uniq',
    });
    table.index(['app_connection', 'kind'], 'grants_app_connection_idx');
    table.index(['key_id'], 'grants_key_idx');
  });

  await knex.schema.createTable('ended_connections', table => {
    table.comment('Connections that were ended in the last 30 days');
    table.string('id', 36).primary().comment('Id of the former connection');
    table.string('user_entity_ref', 255).notNullable();
    table.bigInteger('ended_at').notNullable();
    table.index(['ended_at'], 'ended_connections_ended_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('ended_connections');
  await knex.schema.dropTable('grants');
  await knex.schema.dropTable('sign_ins');
  await knex.schema.dropTable('encryption_keys');
};
