import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DataSource } from 'typeorm';
import { type ChainedRow, GENESIS, rowHash } from '../../src/audit/audit-chain';
import { AuditHeadEntity, AuditPayloadEntity, AuditRowEntity } from '../../src/audit/audit.entity';
import { AuditService } from '../../src/audit/audit.service';
import { Checkpoints } from '../../src/audit/checkpoints.service';
import { SealedBox } from '../../src/platform/sealed-box';
import { auditEntry } from '../support/builders/audit-entry';
import { DATABASES, migratedDatabase } from '../support/databases';
import { MovingClock } from '../support/fakes/moving-clock';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory';

// Real: the databases, the chain, the key, the file. Faked: the clock.

describe.each(DATABASES)('signed checkpoints on $name', (kind) => {
  const box = new SealedBox(Buffer.alloc(32, 1));
  let directory: TemporaryDirectory;
  let source: DataSource;
  let close: () => Promise<void>;
  let audit: AuditService;
  let checkpoints: Checkpoints;
  let keyFile: string;
  let file: string;

  beforeEach(async () => {
    directory = temporaryDirectory();
    const database = await migratedDatabase(kind);
    source = database.source;
    close = () => database.remove();
    audit = new AuditService(source, box, { audit: { payloadRetentionDays: 30 } });
    keyFile = join(directory.path, 'keys', 'checkpoint.pem');
    const checkpointDirectory = join(directory.path, 'checkpoints');
    file = join(checkpointDirectory, 'audit-checkpoints.jsonl');
    checkpoints = new Checkpoints(source, new MovingClock(), { audit: { checkpointDirectory, checkpointKeyFile: keyFile } });
  });
  afterEach(async () => {
    await close();
    directory.remove();
  });

  const append = (...indexes: number[]) =>
    source.transaction((manager) =>
      audit.append(
        manager,
        indexes.map((index) => auditEntry(index)),
      ),
    );
  /** Rows 1 to 3, signed, then 4 to 6, signed. */
  const signTwice = async () => {
    await append(1, 2, 3);
    await checkpoints.checkpoint();
    await append(4, 5, 6);
    await checkpoints.checkpoint();
  };
  const chainProblems = async () => (await audit.verify()).problems.map(({ seq, problem }) => `${seq} ${problem}`);
  const found = async () => {
    const verdict = await checkpoints.verify();
    return {
      chain: await chainProblems(),
      checkpoints: verdict?.problems.map(({ seq, problem }) => `${seq ?? '-'} ${problem}`),
      holds: verdict?.lastThatHolds?.seq ?? null,
    };
  };
  const update = (seq: number, change: Partial<AuditRowEntity>) => source.getRepository(AuditRowEntity).update({ seq }, change);
  /** As somebody does who has the database and even the sealing key, from a row on. */
  const rewriteFrom = async (from: number, change: Partial<ChainedRow>) => {
    let previousHash = GENESIS;
    for (const row of await source.getRepository(AuditRowEntity).find({ order: { seq: 'ASC' } })) {
      const written = { ...row, previousHash, ...(row.seq === from ? change : {}) };
      const hash = rowHash(written);
      await update(row.seq, { ...written, hash });
      previousHash = hash;
    }
    const head = await source.getRepository(AuditHeadEntity).findOneByOrFail({ id: 1 });
    await source
      .getRepository(AuditHeadEntity)
      .update({ id: 1 }, { hash: previousHash, seal: box.seal({ seq: head.seq, hash: previousHash }) });
  };
  /** Rows after this one are gone, and the head says so as if it had always been so. */
  const cutAfter = async (seq: number) => {
    await source.query(`DELETE FROM "audit_payload" WHERE "seq" > ${seq}`);
    await source.query(`DELETE FROM "audit_row" WHERE "seq" > ${seq}`);
    const { hash } = await source.getRepository(AuditRowEntity).findOneByOrFail({ seq });
    await source.getRepository(AuditHeadEntity).update({ id: 1 }, { seq, hash, seal: box.seal({ seq, hash }) });
  };

  it('holds a chain that nobody has touched, also where it has grown since', async () => {
    await signTwice();
    await append(7);
    expect(await found()).toEqual({ chain: [], checkpoints: [], holds: 6 });
  });

  it.each<[string, () => Promise<unknown>, { chain: string[]; checkpoints: string[]; holds: number | null }]>([
    ['an edited row', () => update(5, { action: 'access-ended' }), { chain: ['5 row-changed'], checkpoints: [], holds: 6 }],
    [
      'a removed row',
      () => source.query('DELETE FROM "audit_row" WHERE "seq" = 3'),
      { chain: ['3 row-missing', '3 payload-unexpected'], checkpoints: ['3 checkpoint-row-missing'], holds: null },
    ],
    [
      'rows that changed places',
      async () => {
        const [four, five] = await source.getRepository(AuditRowEntity).find({ where: [{ seq: 4 }, { seq: 5 }], order: { seq: 'ASC' } });
        await update(4, { ...five!, seq: 4 });
        await update(5, { ...four!, seq: 5 });
      },
      {
        chain: [
          '4 payload-changed',
          '4 row-changed',
          '4 row-out-of-order',
          '5 payload-changed',
          '5 row-changed',
          '5 row-out-of-order',
          '6 row-out-of-order',
        ],
        checkpoints: [],
        holds: 6,
      },
    ],
    ['a cut tail', () => cutAfter(4), { chain: [], checkpoints: ['6 checkpoint-row-missing'], holds: 3 }],
    [
      'a chain that was rewritten from its second row',
      () => rewriteFrom(2, { actorName: 'någon annan' }),
      { chain: [], checkpoints: ['3 checkpoint-differs', '6 checkpoint-differs'], holds: null },
    ],
    [
      'a chain that was rewritten from its fifth row',
      () => rewriteFrom(5, { subject: null }),
      { chain: [], checkpoints: ['6 checkpoint-differs'], holds: 3 },
    ],
  ])('shows %s, and which of them still holds', async (_what, tamper, expected) => {
    await signTwice();
    await tamper();
    const { chain, ...rest } = await found();
    expect({ chain: chain.sort(), ...rest }).toEqual({ ...expected, chain: expected.chain.sort() });
  });

  it('show a restored old database, also when it has gone on since', async () => {
    await append(1, 2, 3);
    await checkpoints.checkpoint();
    const rows = await source.getRepository(AuditRowEntity).find();
    const payloads = await source.getRepository(AuditPayloadEntity).find();
    const head = await source.getRepository(AuditHeadEntity).find();
    await append(4, 5, 6);
    await checkpoints.checkpoint();
    for (const table of ['audit_payload', 'audit_row', 'audit_head']) await source.query(`DELETE FROM "${table}"`);
    await source.getRepository(AuditRowEntity).insert(rows);
    await source.getRepository(AuditPayloadEntity).insert(payloads);
    await source.getRepository(AuditHeadEntity).insert(head);
    expect(await found()).toEqual({ chain: [], checkpoints: ['6 checkpoint-row-missing'], holds: 3 });
    await append(7, 8, 9, 10);
    expect(await found()).toEqual({ chain: [], checkpoints: ['6 checkpoint-differs'], holds: 3 });
  });

  it('are not signed over a chain that is not the one that was signed last', async () => {
    await signTwice();
    await cutAfter(4);
    expect(await checkpoints.checkpoint()).toEqual({ outcome: 'broken', seq: 4 });
    await append(5, 6, 7);
    expect((await checkpoints.checkpoint()).outcome).toBe('broken');
  });

  it.each<[string, (lines: string[]) => string[], string[], number | null]>([
    ['taken out', ([, second]) => [second!], ['6 checkpoint-missing'], null],
    [
      'changed',
      ([first, second]) => [first!.replace('"seq":3', '"seq":2'), second!],
      ['2 checkpoint-signature', '6 checkpoint-missing'],
      null,
    ],
    ['made unreadable', ([first]) => [first!, 'x'], ['- checkpoint-unreadable'], 3],
  ])('show one of them that was %s', async (_what, tamper, problems, holds) => {
    await signTwice();
    writeFileSync(file, `${tamper(readFileSync(file, 'utf8').trimEnd().split('\n')).join('\n')}\n`);
    expect(await found()).toEqual({ chain: [], checkpoints: problems, holds });
  });

  it('of another key are not believed', async () => {
    await signTwice();
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect((await found()).checkpoints).toEqual(['3 checkpoint-signature', '6 checkpoint-signature']);
  });

  it('are verified with the public key alone', async () => {
    await signTwice();
    rmSync(keyFile);
    expect(await found()).toEqual({ chain: [], checkpoints: [], holds: 6 });
  });

  it('are not signed with a new key where the old one is lost', async () => {
    await signTwice();
    await append(7);
    rmSync(keyFile);
    await expect(checkpoints.checkpoint()).rejects.toThrow('audit.checkpointKeyFile pekar på en nyckelfil som saknas');
    expect(existsSync(keyFile)).toBe(false);
  });

  it('refuse a key of another kind, and say nothing of what stands there', async () => {
    await append(1);
    mkdirSync(dirname(keyFile), { recursive: true });
    writeFileSync(keyFile, 'hemligt');
    await expect(checkpoints.checkpoint()).rejects.toThrow(/^audit\.checkpointKeyFile är ingen privat Ed25519-nyckel/);
  });

  it('make a key that only its owner may read, and say nothing new where nothing is', async () => {
    expect(await checkpoints.checkpoint()).toEqual({ outcome: 'unchanged', seq: 0 });
    await append(1);
    expect(await checkpoints.checkpoint()).toMatchObject({ outcome: 'signed', seq: 1 });
    expect(await checkpoints.checkpoint()).toEqual({ outcome: 'unchanged', seq: 1 });
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${keyFile}.pub`, 'utf8')).toContain('BEGIN PUBLIC KEY');
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(1);
  });

  it('go on after one that was broken off in the middle', async () => {
    await append(1);
    await checkpoints.checkpoint();
    appendFileSync(file, '{"seq":2,"hash":"åä');
    await append(2);
    expect(await checkpoints.checkpoint()).toMatchObject({ outcome: 'signed', seq: 2 });
    expect(await found()).toEqual({ chain: [], checkpoints: [], holds: 2 });
  });

  it('are off where no directory is set', async () => {
    const off = new Checkpoints(source, new MovingClock(), { audit: { checkpointDirectory: null, checkpointKeyFile: null } });
    expect([await off.checkpoint(), await off.verify()]).toEqual([{ outcome: 'off' }, null]);
  });
});
