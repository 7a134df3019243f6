import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { auditEntry } from '../../test/support/builders/audit-entry';
import { temporaryDatabase } from '../../test/support/database';
import { SealedBox } from '../platform/sealed-box';
import { GENESIS, rowHash } from './audit-chain';
import { AUDIT_ENTITIES, AuditHeadEntity, AuditPayloadEntity, AuditRowEntity } from './audit.entity';
import { type AuditEntry, AuditService } from './audit.service';

// Real: the database file, the sealing, the hashes. Nothing is faked; time is given.

let source: DataSource;
let close: () => Promise<void>;
let audit: AuditService;
beforeEach(async () => {
  ({ source, close } = await temporaryDatabase(AUDIT_ENTITIES));
  audit = new AuditService(source, new SealedBox(Buffer.alloc(32, 1)), { audit: { payloadRetentionDays: 30 } });
});
afterEach(() => close());

const append = (entries: AuditEntry[]) => source.transaction((manager) => audit.append(manager, entries));
const appendFive = () => append([1, 2, 3, 4, 5].map((index) => auditEntry(index)));
const rows = () => source.getRepository(AuditRowEntity).find({ order: { seq: 'ASC' } });
const problems = async () => (await audit.verify()).problems.map(({ seq, problem }) => `${seq} ${problem}`);

describe('verify finds', () => {
  const columns = (): [string, Partial<AuditRowEntity>][] => [
    ['at', { at: '2020-01-01T00:00:00.000Z' }],
    ['actor_kind', { actorKind: 'person' }],
    ['actor_name', { actorName: 'someone' }],
    ['actor_role', { actorRole: 'manager' }],
    ['system_user', { systemUser: null }],
    ['action', { action: 'access-ended' }],
    ['municipality', { municipality: 'krokom' }],
    ['subject', { subject: 'se2120002502-9999' }],
    ['case_number', { caseNumber: null }],
    ['run_id', { runId: 'run-2' }],
    ['trace_id', { traceId: '' }],
    ['payload_digest', { payloadDigest: 'b'.repeat(64) }],
    ['hash', { hash: 'c'.repeat(64) }],
    ['previous_hash', { previousHash: 'd'.repeat(64) }],
  ];

  it.each(columns())('an edited %s', async (_column, edit) => {
    await appendFive();
    await source.getRepository(AuditRowEntity).update({ seq: 3 }, edit);
    expect(await problems()).toContain('3 row-changed');
  });

  it('knows every column', () => {
    const known = columns().map(([column]) => column);
    const all = source.getMetadata(AuditRowEntity).columns.map(({ databaseName }) => databaseName);
    expect(all.filter((column) => column !== 'seq').sort()).toEqual(known.sort());
  });

  it('a row edited together with its hash', async () => {
    await appendFive();
    const [, , third] = await rows();
    const edited = { ...third!, action: 'access-ended' };
    await source.getRepository(AuditRowEntity).save({ ...edited, hash: rowHash(edited) });
    expect(await problems()).toEqual(['4 row-out-of-order']);
  });

  it('a removed row', async () => {
    await appendFive();
    await source.getRepository(AuditRowEntity).delete({ seq: 3 });
    expect(await problems()).toEqual(['3 row-missing', '3 payload-unexpected']);
  });

  it('a removed row whose gap was closed', async () => {
    await appendFive();
    for (const table of ['audit_row', 'audit_payload']) {
      await source.query(`DELETE FROM "${table}" WHERE "seq" = 3`);
      await source.query(`UPDATE "${table}" SET "seq" = "seq" - 1 WHERE "seq" > 3`);
    }
    expect(await problems()).toEqual(['3 row-out-of-order', '3 row-changed', '4 row-changed', '5 tail-missing']);
  });

  it('the first row removed', async () => {
    await appendFive();
    await source.getRepository(AuditRowEntity).delete({ seq: 1 });
    expect(await problems()).toContain('1 row-missing');
  });

  it('a cut tail', async () => {
    await appendFive();
    await source.query('DELETE FROM "audit_row" WHERE "seq" > 3');
    await source.query('DELETE FROM "audit_payload" WHERE "seq" > 3');
    expect(await problems()).toEqual(['4 tail-missing']);
  });

  it('a cut tail with the head moved back', async () => {
    await appendFive();
    await source.query('DELETE FROM "audit_row" WHERE "seq" > 3');
    await source.query('DELETE FROM "audit_payload" WHERE "seq" > 3');
    const [, , third] = await rows();
    await source.getRepository(AuditHeadEntity).update({ id: 1 }, { seq: 3, hash: third!.hash });
    expect(await problems()).toEqual(['3 head-forged']);
  });

  it('everything cut but the head', async () => {
    await appendFive();
    await source.query('DELETE FROM "audit_row"');
    await source.query('DELETE FROM "audit_payload"');
    expect(await problems()).toEqual(['1 tail-missing']);
  });

  it('two rows that changed places', async () => {
    await appendFive();
    const [, second, third] = await rows();
    await source.getRepository(AuditRowEntity).save([
      { ...second!, seq: 3 },
      { ...third!, seq: 2 },
    ]);
    expect(await problems()).toEqual(expect.arrayContaining(['2 row-changed', '3 row-changed', '2 row-out-of-order']));
  });

  it('a removed head', async () => {
    await appendFive();
    await source.query('DELETE FROM "audit_head"');
    expect(await problems()).toEqual(['5 head-missing']);
  });

  it('a head that names another hash', async () => {
    await appendFive();
    await source.getRepository(AuditHeadEntity).update({ id: 1 }, { hash: 'e'.repeat(64) });
    expect(await problems()).toEqual(['5 head-differs', '5 head-forged']);
  });

  it('a row added by hand after the head', async () => {
    await appendFive();
    const added = { ...(await rows())[4]!, seq: 6, payloadDigest: null };
    await source.getRepository(AuditRowEntity).insert({ ...added, hash: rowHash(added) });
    expect(await problems()).toEqual(['6 row-after-head']);
  });

  it.each([
    ['a replaced payload', 'UPDATE "audit_payload" SET "sealed" = (SELECT "sealed" FROM "audit_payload" WHERE "seq" = 2) WHERE "seq" = 3'],
    ['a damaged payload', `UPDATE "audit_payload" SET "sealed" = 'sealed1.AAAA' WHERE "seq" = 3`],
    ['another salt', `UPDATE "audit_payload" SET "salt" = '00' WHERE "seq" = 3`],
  ])('%s', async (_case, tampering) => {
    await appendFive();
    await source.query(tampering);
    expect(await problems()).toEqual(['3 payload-changed']);
  });

  it('a removed payload', async () => {
    await appendFive();
    await source.getRepository(AuditPayloadEntity).delete({ seq: 3 });
    expect(await problems()).toEqual(['3 payload-missing']);
  });

  it('a payload laid beside a row that had none', async () => {
    await append([auditEntry(1, { payload: undefined, reason: undefined }), auditEntry(2)]);
    await source.query('UPDATE "audit_payload" SET "seq" = 1 WHERE "seq" = 2');
    expect(await problems()).toEqual(['1 payload-unexpected', '2 payload-missing']);
  });

  it('a chain written anew by someone who has the database and not the key', async () => {
    await appendFive();
    let previousHash = GENESIS;
    for (const row of await rows()) {
      const forged = { ...row, actorName: 'someone', previousHash };
      previousHash = rowHash(forged);
      await source.getRepository(AuditRowEntity).save({ ...forged, hash: previousHash });
    }
    await source.getRepository(AuditHeadEntity).update({ id: 1 }, { hash: previousHash });
    expect(await problems()).toEqual(['5 head-forged']);
  });

  it('any change of any one column of any table', async () => {
    await append([1, 2, 3].map((index) => auditEntry(index)));
    const tables = [AuditRowEntity, AuditPayloadEntity, AuditHeadEntity].flatMap((entity) => {
      const { tableName, columns } = source.getMetadata(entity);
      const key = columns[0]!.databaseName;
      return columns.filter((column) => !column.isPrimary).map((column) => ({ tableName, key, column: column.databaseName }));
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...tables),
        fc.integer({ min: 1, max: 3 }),
        fc.string(),
        async ({ tableName, key, column }, at, text) => {
          const where = tableName === 'audit_head' ? 1 : at;
          const read = async (): Promise<unknown> =>
            (await source.query(`SELECT "${column}" AS "value" FROM "${tableName}" WHERE "${key}" = ?`, [where]))[0].value;
          const write = (value: unknown) => source.query(`UPDATE "${tableName}" SET "${column}" = ? WHERE "${key}" = ?`, [value, where]);
          const before = await read();
          const after = column === 'seq' ? 99 : text;
          fc.pre(after !== before);
          await write(after);
          try {
            expect((await audit.verify()).ok).toBe(false);
          } finally {
            await write(before);
          }
          expect((await audit.verify()).ok).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
