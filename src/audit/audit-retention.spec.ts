import type { DataSource } from 'typeorm';
import { AUDIT_START, auditEntry, DAY } from '../../test/support/builders/audit-entry';
import { DATABASES, migratedDatabase } from '../../test/support/databases';
import { SealedBox } from '../platform/sealed-box';
import { addMilliseconds } from '../platform/time';
import type { Actor } from './actor';
import { AuditPayloadEntity, AuditRowEntity } from './audit.entity';
import { type AuditEntry, AuditService } from './audit.service';

// Real: the databases, the sealing, the hashes. Nothing is faked; time is given.

describe.each(DATABASES)('the retention rule on $name', (kind) => {
  let source: DataSource;
  let close: () => Promise<void>;
  let audit: AuditService;
  beforeEach(async () => {
    const database = await migratedDatabase(kind);
    source = database.source;
    close = () => database.remove();
    audit = new AuditService(source, new SealedBox(Buffer.alloc(32, 1)), { audit: { payloadRetentionDays: 30 } });
  });
  afterEach(() => close());

  const append = (entries: AuditEntry[]) => source.transaction((manager) => audit.append(manager, entries));
  const appendFive = () => append([1, 2, 3, 4, 5].map((index) => auditEntry(index)));
  const problems = async () => (await audit.verify()).problems.map(({ seq, problem }) => `${seq} ${problem}`);

  describe('eraseExpired', () => {
    const payloads = async () => (await source.getRepository(AuditPayloadEntity).find({ order: { seq: 'ASC' } })).map(({ seq }) => seq);
    const schedule: Actor = { kind: 'schedule', name: 'retention', systemUser: null };
    /** Day 33: rows 1 and 2 are older than 30 days, row 3 is exactly 30 days old. */
    const DAY_33 = addMilliseconds(AUDIT_START, 33 * DAY);

    it('erases what is older than the rule, says so in a row, and the chain holds', async () => {
      await appendFive();
      expect(await audit.eraseExpired(DAY_33, schedule)).toEqual({ erased: 2 });
      expect(await payloads()).toEqual([3, 4, 5, 6]);
      expect(await audit.verify()).toEqual({ ok: true, rows: 6, erased: 2, problems: [] });
      const erasure = await source.getRepository(AuditRowEntity).findOneByOrFail({ seq: 6 });
      expect(erasure).toMatchObject({ action: 'payload-erased', actorName: 'retention', subject: null });
    });

    it('does nothing the second time, and then takes only what has expired since', async () => {
      await appendFive();
      await audit.eraseExpired(DAY_33, schedule);
      expect(await audit.eraseExpired(DAY_33, schedule)).toEqual({ erased: 0 });
      expect(await audit.eraseExpired(addMilliseconds(DAY_33, DAY), schedule)).toEqual({ erased: 1 });
      expect(await audit.verify()).toEqual({ ok: true, rows: 7, erased: 3, problems: [] });
    });

    it('never erases its own rows, so that what they explain stays explained', async () => {
      await appendFive();
      await audit.eraseExpired(DAY_33, schedule);
      await audit.eraseExpired(addMilliseconds(DAY_33, 3650 * DAY), schedule);
      expect(await payloads()).toEqual([6, 7]);
      expect(await audit.verify()).toEqual({ ok: true, rows: 7, erased: 5, problems: [] });
    });

    it.each([
      ['a payload removed that the rule did not reach', 'DELETE FROM "audit_payload" WHERE "seq" = 4', ['4 payload-missing']],
      [
        "the erasure's own payload removed",
        'DELETE FROM "audit_payload" WHERE "seq" = 6',
        ['1 payload-missing', '2 payload-missing', '6 payload-missing'],
      ],
    ])('does not excuse %s', async (_case, tampering, found) => {
      await appendFive();
      await audit.eraseExpired(DAY_33, schedule);
      await source.query(tampering);
      expect(await problems()).toEqual(found);
    });

    it('is not believed when it went further than its rule', async () => {
      await appendFive();
      await source.query('DELETE FROM "audit_payload" WHERE "seq" = 3');
      const payload = { rule: 'audit-payload-30-days', before: DAY_33, fromSeq: 3, toSeq: 3, count: 1 };
      await append([auditEntry(6, { action: 'payload-erased', at: DAY_33, payload })]);
      expect(await problems()).toEqual(['6 erasure-outside-rule']);
    });

    it('is not believed when its count is not that of what it covers', async () => {
      await appendFive();
      await source.query('DELETE FROM "audit_payload" WHERE "seq" IN (1, 2)');
      const before = addMilliseconds(DAY_33, -30 * DAY);
      const payload = { rule: 'audit-payload-30-days', before, fromSeq: 1, toSeq: 2, count: 1 };
      await append([auditEntry(6, { action: 'payload-erased', at: DAY_33, payload })]);
      expect(await problems()).toEqual(['6 erasure-count']);
    });
  });
});
