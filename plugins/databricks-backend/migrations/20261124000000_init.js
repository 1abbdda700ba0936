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

  await knex.schema.createTable('encryption_sweeps', table => {
    table.comment(
      'The one sweep that re-encrypts what is not under the primary key',
    );
    table.integer('id').primary().comment('Always 1');
    table.string('key_id', 63).notNullable().comment('The primary key');
    table.string('owner', 64).comment('Who is sweeping');
    table.bigInteger('lease_until').comment('Until then nobody else sweeps');
    table.integer('done').notNullable().comment('Values re-encrypted');
    table.integer('total').notNullable().comment('Values when it began');
    table.integer('failed').notNullable().comment('Values that do not open');
    table.bigInteger('updated_at').notNullable();
  });

  await knex.schema.createTable('definitions', table => {
    table.comment(
      'App connections and fabrics that were defined in the portal',
    );
    table.string('kind', 16).notNullable().comment('appConnection or fabric');
    table.string('name', 63).notNullable();
    table
      .text('definition')
      .notNullable()
      .comment('JSON, as app-config would have it, without secrets');
    table
      .text('client_secret')
      .comment('Sealed; belongs to the client ID in the definition');
    table.string('key_id', 63).comment('Encryption key of client_secret');
    table
      .integer('version')
      .notNullable()
      .comment('Counts every change; fences writes');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.string('updated_by', 255).notNullable().comment('Entity ref');
    table.primary(['kind', 'name']);
    table.index(['key_id'], 'definitions_key_idx');
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
    table
      .string('fabric', 63)
      .comment('Where it was started; none when it was started for an issuer');
    table
      .string('issuer', 512)
      .notNullable()
      .comment('URL of where the user signs in');
    table.string('app_connection', 63).notNullable().comment('Its name');
    table.string('client_id', 255).notNullable().comment('As sent');
    table.text('scopes').notNullable().comment('Requested, space separated');
    table.string('display', 16).notNullable().comment('popup or page');
    table.string('return_to', 512).comment('Path of the portal');
    table.text('code_verifier').comment('Sealed; erased when the sign-in ends');
    table.string('key_id', 63).comment('Encryption key of code_verifier');
    table
      .string('status', 16)
      .notNullable()
      .comment('pending, succeeded, denied, failed or expired');
    table.string('error_code', 64).comment('Why it was denied or failed');
    table
      .string('error_reason', 64)
      .comment('Which rule of Databricks refused it, where that is known');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('expires_at').notNullable();
    table.bigInteger('consumed_at').comment('When its callback came');
    table.bigInteger('ended_at').comment('When it succeeded or failed');
    table
      .string('rejected_client_hash', 64)
      .comment(
        'HMAC of the client that the token endpoint rejected, or the scopes of which',
      );
    table.index(['user_entity_ref', 'created_at'], 'sign_ins_user_idx');
    table.index(
      ['user_entity_ref', 'issuer', 'ended_at'],
      'sign_ins_user_issuer_idx',
    );
    table.index(['expires_at'], 'sign_ins_expires_idx');
    table.index(['issuer', 'ended_at'], 'sign_ins_issuer_idx');
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
      .comment('Whose it is: entity ref of the user, or name of the fabric');
    table
      .string('issuer', 512)
      .notNullable()
      .comment('URL of who gives its tokens');
    table
      .string('app_connection', 63)
      .comment('Name of the app connection that a user signed in with');
    table
      .string('definition_hash', 64)
      .comment('HMAC of a service principal as it is defined, secret included');
    table
      .string('client_id', 255)
      .notNullable()
      .comment('The client ID that it was made with');
    table.string('databricks_user_id', 255);
    table.string('databricks_user_name', 512);
    table.string('databricks_display_name', 512);
    table
      .string('previous_user_name', 512)
      .comment('Name of another Databricks user who was connected before');
    table
      .boolean('other_person')
      .comment(
        'Whether the Databricks user name was not the e-mail address of the user; none where that was not known',
      );
    table.text('scopes').notNullable().comment('Granted, space separated');
    table.text('access_token').comment('Sealed');
    table.text('refresh_token').comment('Sealed');
    table.string('key_id', 63).comment('Encryption key of both tokens');
    table
      .bigInteger('unreadable_at')
      .comment('When a token did not open; none once they open again');
    table.bigInteger('access_token_received_at');
    table.bigInteger('access_token_expires_at');
    table.bigInteger('refresh_token_received_at');
    table
      .integer('generation')
      .notNullable()
      .comment('Counts every change of the tokens; fences writes');
    table.string('lease_owner', 64).comment('Who is renewing');
    table
      .bigInteger('lease_until')
      .comment('Until then nobody else renews. After it, the owner has died');
    table
      .boolean('answer_lost')
      .notNullable()
      .defaultTo(false)
      .comment(
        'The refresh token may be spent, by a call whose answer nobody has',
      );
    table
      .string('status', 32)
      .notNullable()
      .comment('connected, reconnect_required or rejected');
    table
      .string('reason_code', 64)
      .comment('Of the last failure; why it is not connected, if it is not');
    table
      .string('verdict', 32)
      .comment(
        'What Databricks said against its app connection: client_rejected or scopes_rejected',
      );
    table.bigInteger('verdict_at').comment('When it said so');
    table
      .string('rejected_client_hash', 64)
      .comment('HMAC of the client that the verdict is about, secret included');
    table
      .integer('failures')
      .notNullable()
      .defaultTo(0)
      .comment('Since the last success');
    table.bigInteger('retry_at').comment('Not to be tried before');
    table.bigInteger('ended_at').comment('When its user had to reconnect');
    table.string('ended_reason', 200).comment('What the admin wrote');
    table
      .bigInteger('connected_at')
      .notNullable()
      .comment('Last sign-in, or first use of a service principal');
    table.bigInteger('refreshed_at');
    table.bigInteger('used_at');
    table
      .bigInteger('refused_at')
      .comment('When a plugin first asked for a token in vain, since it ended');
    table
      .bigInteger('told_ended_at')
      .comment('When the user was notified that it has ended');
    // A NULL equals no other in either database, so that each of these applies only to the kind of grant that has the column
    table.unique(['owner', 'issuer', 'app_connection'], {
      indexName: 'grants_connection_uniq',
    });
    table.unique(['owner', 'definition_hash'], {
      indexName: 'grants_service_principal_uniq',
    });
    table.check(
      `(kind = 'user' and app_connection is not null and definition_hash is null) or (kind = 'servicePrincipal' and app_connection is null and definition_hash is not null)`,
      undefined,
      'grants_kind_check',
    );
    table.index(['app_connection', 'kind'], 'grants_app_connection_idx');
    // Re-encryption reads the rows of one key in the order of their IDs, without sorting and without reading finished rows
    table.index(['key_id', 'id'], 'grants_key_idx');
  });

  await knex.schema.createTable('test_results', table => {
    table.comment(
      'What the last test of a fabric, or of a connection, found as the holder of a grant. Gone with the grant',
    );
    table.string('id', 36).primary().comment('UUID');
    table
      .string('grant_id', 36)
      .notNullable()
      .references('id')
      .inTable('grants')
      .onDelete('CASCADE');
    table
      .string('fabric', 63)
      .notNullable()
      .comment('Its name; empty where the connection itself was tested');
    table
      .string('target_hash', 64)
      .notNullable()
      .comment('SHA-256 of where the work of the fabric ran');
    table.bigInteger('tested_at').notNullable().comment('When it began');
    table
      .string('refused', 64)
      .notNullable()
      .comment('IDs of the checks that Databricks refused, space separated');
    table.text('problem').comment('JSON, of the first of these');
    table.text('checks').notNullable().comment('JSON, the lines of the test');
    table.unique(['grant_id', 'fabric'], {
      indexName: 'test_results_fabric_uniq',
    });
    table.index(['tested_at'], 'test_results_tested_idx');
  });

  await knex.schema.createTable('fabric_names', table => {
    table.comment(
      'What compute and service principals of fabrics are called at Databricks',
    );
    table.string('id', 36).primary().comment('UUID');
    table.string('fabric', 63).notNullable().comment('Name of the fabric');
    table
      .string('target_hash', 64)
      .notNullable()
      .comment(
        'SHA-256 of workspace and compute, or of workspace and client ID: whose name it is',
      );
    table.string('name', 100).notNullable().comment('As people there wrote it');
    table.bigInteger('seen_at').notNullable().comment('Last there');
    table.unique(['fabric', 'target_hash'], {
      indexName: 'fabric_names_target_uniq',
    });
    table.index(['seen_at'], 'fabric_names_seen_idx');
  });

  await knex.schema.createTable('grant_uses', table => {
    table.comment(
      'Which plugins worked as the holder of a grant. Gone with the grant',
    );
    table
      .string('grant_id', 36)
      .notNullable()
      .references('id')
      .inTable('grants')
      .onDelete('CASCADE');
    table.text('consumer').notNullable().comment('ID of the plugin');
    table.bigInteger('used_at').notNullable().comment('Last, to half a day');
    table.primary(['grant_id', 'consumer']);
  });

  await knex.schema.createTable('ended_connections', table => {
    table.comment('Connections that are gone since at most 30 days');
    table.string('id', 36).primary().comment('Id of the former connection');
    table.string('user_entity_ref', 255).notNullable();
    table.bigInteger('ended_at').notNullable();
    table.index(['ended_at'], 'ended_connections_ended_idx');
  });

  await knex.schema.createTable('pauses', table => {
    table.comment('One row while an admin has paused the issuing of tokens');
    table.integer('id').primary().comment('Always 1');
    table.bigInteger('paused_at').notNullable();
    table.string('paused_by', 255).notNullable().comment('Entity ref');
    table.string('reason', 200).comment('What the admin wrote');
  });

  await knex.schema.createTable('known_users', table => {
    table.comment('Users with connections whom the catalog has known');
    table.string('user_entity_ref', 255).primary();
    table.bigInteger('seen_at').notNullable().comment('Last in the catalog');
    table
      .bigInteger('missing_since')
      .comment('First not in the catalog any more');
  });

  await knex.schema.createTable('told_users', table => {
    table.comment('Users who were notified of their sign-ins, or are to be');
    table.string('user_entity_ref', 255).primary();
    table.bigInteger('told_at').comment('Last');
    table
      .integer('attempts')
      .notNullable()
      .defaultTo(0)
      .comment('To notify, since then; fences writes');
    table.bigInteger('retry_at').comment('Not to be tried again before');
  });

  await knex.schema.createTable('told_faults', table => {
    table.comment('What owners and admins were told is wrong, or are to be');
    table.string('scope', 255).notNullable().comment('The thing');
    table.string('level', 32).notNullable().comment('What is wrong with it');
    table
      .bigInteger('first_seen_at')
      .comment('Since when it is so; none once it is not');
    table.bigInteger('told_at').comment('Last');
    table
      .integer('attempts')
      .notNullable()
      .defaultTo(0)
      .comment('To notify, since then');
    table.bigInteger('retry_at').comment('Not to be tried again before');
    table.primary(['scope', 'level']);
  });

  await knex.schema.createTable('check_results', table => {
    table.comment('What the last check of each workspace found');
    table.string('workspace_url', 512).primary();
    table
      .text('result')
      .notNullable()
      .comment('JSON, the line of the check list without its time');
    table.bigInteger('checked_at').notNullable();
  });

  await knex.schema.createTable('check_runs', table => {
    table.comment('The run of checks that is under way');
    table.integer('id').primary().comment('Always 1');
    table.string('owner', 64).notNullable().comment('Who is checking');
    table
      .bigInteger('lease_until')
      .notNullable()
      .comment('Until then nobody else checks');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'check_runs',
    'check_results',
    'told_faults',
    'told_users',
    'known_users',
    'pauses',
    'ended_connections',
    'fabric_names',
    'grant_uses',
    'test_results',
    'grants',
    'sign_ins',
    'definitions',
    'encryption_sweeps',
    'encryption_keys',
  ]) {
    await knex.schema.dropTable(table);
  }
};
