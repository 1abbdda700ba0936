// @ts-check

/**
 * Users with connections, as far as the catalog once knew them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('known_users', table => {
    table.comment('Users with connections whom the catalog has known');
    table.string('user_entity_ref', 255).primary();
    table.bigInteger('seen_at').notNullable().comment('Last in the catalog');
    table
      .bigInteger('missing_since')
      .comment('First not in the catalog any more');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('known_users');
};
