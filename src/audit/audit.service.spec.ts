import type { DataSource } from 'typeorm';
import { auditActor, auditEntry } from '../../test/support/builders/audit-entry';
import { DATABASES, migratedDatabase } from '../../test/support/databases';
import { SealedBox } from '../platform/sealed-box';
import { GENESIS } from './audit-chain';
import { AuditHeadEntity, AuditPayloadEntity, AuditRowEntity } from './audit.entity';
import { type AuditEntry, AuditService } from './audit.service';

// Real: the databases, the sealing, the hashes. Nothing is faked; time is given.

describe.each(DATABASES)('the audit chain on $name', (kind) => {
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
  const rows = () => source.getRepository(AuditRowEntity).find({ order: { seq: 'ASC' } });

  describe('append', () => {
    it('links each row to the one before, over several transactions', async () => {
      await append([auditEntry(1), auditEntry(2)]);
      await append([auditEntry(3)]);
      const [one, two, three] = await rows();
      expect([one!.previousHash, two!.previousHash, three!.previousHash]).toEqual([GENESIS, one!.hash, two!.hash]);
      expect(await source.getRepository(AuditHeadEntity).find()).toMatchObject([{ id: 1, seq: 3, hash: three!.hash }]);
      expect(await audit.verify()).toEqual({ ok: true, rows: 3, erased: 0, problems: [] });
    });

    it('is undone with the change it tells of', async () => {
      await append([auditEntry(1)]);
      await expect(
        source.transaction(async (manager) => {
          await audit.append(manager, [auditEntry(2), auditEntry(3)]);
          throw new Error('the change failed');
        }),
      ).rejects.toThrow('the change failed');
      await append([auditEntry(4)]);
      expect(await audit.verify()).toEqual({ ok: true, rows: 2, erased: 0, problems: [] });
    });

    it('is refused outside a transaction', async () => {
      await expect(audit.append(source.manager, [auditEntry(1)])).rejects.toThrow('inside the transaction');
    });

    it('keeps one chain when many append at once', async () => {
      await Promise.all(Array.from({ length: 8 }, (_, index) => append([auditEntry(index), auditEntry(index)])));
      expect(await audit.verify()).toEqual({ ok: true, rows: 16, erased: 0, problems: [] });
    });

    it('holds more rows than fit in one statement', async () => {
      await append(Array.from({ length: 2_500 }, (_, index) => auditEntry(index % 9)));
      const progress: [number, number][] = [];
      const verdict = await audit.verify((read, total) => progress.push([read, total]));
      expect(verdict).toEqual({ ok: true, rows: 2_500, erased: 0, problems: [] });
      expect(progress).toEqual([
        [1_000, 2_500],
        [2_000, 2_500],
        [2_500, 2_500],
      ]);
    });

    it('does nothing for no entries', async () => {
      await append([]);
      expect(await audit.verify()).toEqual({ ok: true, rows: 0, erased: 0, problems: [] });
    });

    it('seals what a person wrote and what was known of someone', async () => {
      await append([auditEntry(1)]);
      const stored = JSON.stringify([await rows(), await source.getRepository(AuditPayloadEntity).find()]);
      expect(stored).not.toMatch(/Testsson|Beställd/);
    });
  });

  describe('trail', () => {
    it("reads one person's rows with their payloads, oldest first", async () => {
      await appendFive();
      const trail = await audit.trail('se2120002502-1001');
      expect(trail.map(({ seq, payload }) => [seq, payload])).toEqual([
        [1, { index: 1, surname: 'Testsson' }],
        [3, { index: 3, surname: 'Testsson' }],
        [5, { index: 5, surname: 'Testsson' }],
      ]);
      expect(trail[0]).toMatchObject({
        at: auditEntry(1).at,
        actor: auditActor,
        action: 'access-changed',
        reason: 'Beställd av chefen',
        payloadState: 'open',
      });
    });

    it('tells in whose place a deputy acted, with and without more to tell', async () => {
      const actor = {
        kind: 'person' as const,
        name: 'SE2120002502-K0LL',
        systemUser: null,
        role: 'manager',
        deputyFor: 'SE2120002502-CH3F',
      };
      await append([auditEntry(1, { actor }), auditEntry(3, { actor, payload: undefined, reason: null })]);
      const trail = await audit.trail('se2120002502-1001');
      expect(trail.map(({ payload }) => payload)).toEqual([
        { index: 1, surname: 'Testsson', deputyFor: 'SE2120002502-CH3F' },
        { deputyFor: 'SE2120002502-CH3F' },
      ]);
      expect(trail[0]?.actor).toMatchObject({ name: 'SE2120002502-K0LL', role: 'manager' });
    });

    it('stops before a moment', async () => {
      await appendFive();
      const trail = await audit.trail('se2120002502-1001', { until: auditEntry(5).at });
      expect(trail.map(({ seq }) => seq)).toEqual([1, 3]);
    });

    it('says which payloads there never were, which are erased and which do not open', async () => {
      await append([auditEntry(1, { payload: undefined, reason: undefined }), auditEntry(1), auditEntry(1)]);
      await source.getRepository(AuditPayloadEntity).delete({ seq: 2 });
      await source.getRepository(AuditPayloadEntity).update({ seq: 3 }, { sealed: 'sealed1.AAAA' });
      expect((await audit.trail('se2120002502-1001')).map(({ payloadState }) => payloadState)).toEqual(['none', 'erased', 'unreadable']);
    });
  });
});
