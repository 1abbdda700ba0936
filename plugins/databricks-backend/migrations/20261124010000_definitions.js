// @ts-check

/**
 * What admins define in the portal, and the progress of re-encryption.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
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
      .comment('Sealed; of the app connection, or of the service principal');
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

  await knex.schema.createTable('encryption_sweeps', table => {
    table.comment(
      'The one sweep that re-encrypts what is not under the primary',
    );
    table.integer('id').primary().comment('Always 1');
    table.string('key_id', 63).notNullable().comment('The primary key');
    table.string('owner', 64).comment('Who is sweeping');
    table.bigInteger('lease_until').comment('Until then nobody else sweeps');
    table.integer('done').notNullable();
    table.integer('total').notNullable();
    table.integer('failed').notNullable();
    table.bigInteger('updated_at').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('encryption_sweeps');
  await knex.schema.dropTable('definitions');
};
