import type { Knex } from 'knex';

const DEFAULT_TEXT = 'Olá, [nome]! Aqui é [operador], da [empresa]. Podemos falar um minuto sobre [produto]?';

/** What a WhatsApp message to a customer begins with: one for the company, and one for a rule that has its own. */
export async function up(knex: Knex): Promise<void> {
  for (const table of ['calling_settings', 'rules'])
    await knex.schema.alterTable(table, (t) => {
      t.text('whatsapp_text').notNullable().defaultTo('');
    });
  await knex('calling_settings').where({ id: 1 }).update({ whatsapp_text: DEFAULT_TEXT });
}
