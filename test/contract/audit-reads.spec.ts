import type { DataSource } from 'typeorm';
import { AuditReads, type Read, type Reader } from '../../src/audit/audit-reads.service';
import { AuditRowEntity } from '../../src/audit/audit.entity';
import { AuditService } from '../../src/audit/audit.service';
import { SealedBox } from '../../src/platform/sealed-box';
import { DATABASES, migratedDatabase } from '../support/databases';
import { MovingClock } from '../support/fakes/moving-clock';

// Real: the databases, the chain. Faked: the clock.

describe.each(DATABASES)('reads on $name', (kind) => {
  let source: DataSource;
  let close: () => Promise<void>;
  let audit: AuditService;
  let reads: AuditReads;
  let groups: number[];

  beforeEach(async () => {
    const database = await migratedDatabase(kind);
    source = database.source;
    close = () => database.remove();
    audit = new AuditService(source, new SealedBox(Buffer.alloc(32, 1)), { audit: { payloadRetentionDays: 30 } });
    groups = [];
    const counting = Object.assign(Object.create(audit) as AuditService, {
      append: (...[manager, entries]: Parameters<AuditService['append']>) => {
        groups.push(entries.length);
        return audit.append(manager, entries);
      },
    });
    reads = new AuditReads(source, new MovingClock(), counting);
  });
  afterEach(() => close());

  const reader: Reader = { actor: { kind: 'person', name: 'SE2120002502-CHEF', systemUser: null, role: 'manager' }, traceId: 'trace-1' };
  const of = (number: number): Read => ({ action: 'person-read', municipality: 'berg', subject: `se2120002502-${number}` });
  const rows = () => source.getRepository(AuditRowEntity).find({ order: { seq: 'ASC' } });

  it('are there, with the role and the trace, when the wait is over', async () => {
    await reads.read(reader, of(1));
    expect(await rows()).toMatchObject([
      {
        actorKind: 'person',
        actorName: 'SE2120002502-CHEF',
        actorRole: 'manager',
        action: 'person-read',
        subject: 'se2120002502-1',
        traceId: 'trace-1',
      },
    ]);
    expect((await audit.verify()).problems).toEqual([]);
  });

  it('bear the role that reaches the municipality', async () => {
    const actorIn = (municipality: string | null) => ({ ...reader.actor, role: municipality === 'berg' ? 'helpdesk' : 'auditor' });
    await reads.read({ ...reader, actorIn }, of(1), { ...of(2), municipality: null });
    expect((await rows()).map(({ actorRole }) => actorRole)).toEqual(['helpdesk', 'auditor']);
  });

  it('of the same moment share a transaction, each in whole', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, number) => reads.read(reader, of(number), of(number + 100))));
    expect(groups).toEqual([80]);
    expect(await rows()).toHaveLength(80);
  });

  it('beyond what one transaction takes go into the next', async () => {
    await Promise.all(Array.from({ length: 3 }, () => reads.read(reader, ...Array.from({ length: 300 }, (_, number) => of(number)))));
    expect(groups).toEqual([300, 300, 300]);
  });

  it('that come while others are written are written too', async () => {
    await reads.read(reader, of(1)).then(() => reads.read(reader, of(2)));
    const late = reads.read(reader, of(3));
    await Promise.all([late, late.then(() => reads.read(reader, of(4)))]);
    expect(await rows()).toHaveLength(4);
  });

  it('that cannot be written fail all who wait for them, and those after go on', async () => {
    await source.query('ALTER TABLE "audit_row" RENAME TO "audit_row_away"');
    const failed = await Promise.allSettled([reads.read(reader, of(1)), reads.read(reader, of(2))]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await source.query('ALTER TABLE "audit_row_away" RENAME TO "audit_row"');
    await reads.read(reader, of(3));
    expect((await rows()).map(({ subject }) => subject)).toEqual(['se2120002502-3']);
  });

  it('of nothing leave nothing', async () => {
    await reads.read(reader);
    expect(groups).toEqual([]);
  });

  it('that wait are written before the service goes down', async () => {
    const waiting = reads.read(reader, of(1));
    await reads.beforeApplicationShutdown();
    await waiting;
    expect(await rows()).toHaveLength(1);
  });
});
