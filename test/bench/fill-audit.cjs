/*
 * Audit rows of reads up to a number of rows: node fill-audit.cjs CONFIGURATION ROWS PREFIX PEOPLE
 * Written as the service writes them, chained and sealed, about the people of the catalogue. Tells how many there are.
 */
const { join } = require('node:path');
const { NestFactory } = require('@nestjs/core');

const CHUNK = 2000;
const ACTORS = 200;
const built = (name) => require(join(__dirname, '..', '..', 'dist', name));

async function main([configuration, rows, prefix, people]) {
  const foundation = await built('bootstrap.js').layFoundation(configuration);
  const module = built('app.module.js').AppModule.forCommand(foundation);
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  const audit = app.get(built('audit/audit.service.js').AuditService);
  const { dataSource } = foundation;
  const [{ n }] = await dataSource.query('SELECT COUNT(*) AS n FROM "audit_row"');
  let written = Number(n);
  while (written < Number(rows)) {
    const count = Math.min(CHUNK, Number(rows) - written);
    const at = new Date().toISOString();
    const entries = Array.from({ length: count }, (_, index) => ({
      at,
      actor: { kind: 'person', name: `${prefix}CHEF${(written + index) % ACTORS}`, systemUser: null, role: 'manager' },
      action: 'person-read',
      municipality: 'berg',
      subject: `${prefix}P${String(((written + index) * 7919) % Number(people)).padStart(7, '0')}`.toLowerCase(),
      traceId: `trace-${written + index}`,
    }));
    await dataSource.transaction((manager) => audit.append(manager, entries));
    written += count;
  }
  await app.close();
  process.stdout.write(JSON.stringify({ rows: written }));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
