/*
 * What inserting alone costs: node raw-inserts.cjs FILLED EMPTY TRANSACTIONS
 * Copies every row of every table of one SQLite file to a new one with prepared statements, in so many transactions,
 * each with its share of each table. Tells the milliseconds on standard output; reading is not counted.
 */
const { join } = require('node:path');
const { performance } = require('node:perf_hooks');
const Database = require('better-sqlite3');
const { prepareConnection } = require(join(__dirname, '..', '..', 'dist', 'platform', 'database', 'sqlite-driver.js'));

function main([filled, empty, transactions]) {
  const from = new Database(filled, { readonly: true });
  const into = new Database(empty);
  prepareConnection(into);
  into.pragma('foreign_keys = OFF'); // a share may come before what it refers to
  const schema = from.prepare("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").all();
  for (const type of ['table', 'index']) for (const one of schema) if (one.type === type) into.exec(one.sql);

  const tables = schema
    .filter(({ type }) => type === 'table')
    .map(({ name }) => {
      const rows = from.prepare(`SELECT * FROM "${name}"`).raw().all();
      const width = rows[0]?.length ?? 0;
      return { rows, insert: width && into.prepare(`INSERT INTO "${name}" VALUES (${Array(width).fill('?').join(', ')})`) };
    });
  const count = Number(transactions);
  const share = into.transaction((number) => {
    for (const { rows, insert } of tables) {
      const end = Math.floor((rows.length * (number + 1)) / count);
      for (let at = Math.floor((rows.length * number) / count); at < end; at++) insert.run(rows[at]);
    }
  });
  const started = performance.now();
  for (let number = 0; number < count; number++) share.immediate(number);
  const durationMs = performance.now() - started;
  into.close();
  from.close();
  process.stdout.write(JSON.stringify({ durationMs, rows: tables.reduce((sum, { rows }) => sum + rows.length, 0) }));
}

main(process.argv.slice(2));
