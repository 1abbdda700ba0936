// @ts-check

/**
 * Re-encryption walks along what stands under one key, in the order of ids. With an index that has both the database
 * neither sorts what is left nor passes over what is done, for every batch.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('grants', table => {
    table.dropIndex(['key_id'], 'grants_key_idx');
    table.index(['key_id', 'id'], 'grants_key_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('grants', table => {
    table.dropIndex(['key_id', 'id'], 'grants_key_idx');
    table.index(['key_id'], 'grants_key_idx');
  });
};
