import { sign, verify } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { inChunks } from '../platform/database/bulk';
import { aloneUntilEnd, LOCKS } from '../platform/database/row-locks';
import type { Instant } from '../platform/time';
import { AuditHeadEntity, AuditRowEntity } from './audit.entity';
import { checkCheckpoints, type CheckpointVerdict, FIRST, lineDigest, lineOf, readLine, signedText } from './checkpoint';
import { CheckpointFile } from './checkpoint.file';
import { checkpointKey, verificationKey } from './checkpoint.key';

export type Checkpointed =
  /** `audit.checkpointDirectory` is not set. */
  | { outcome: 'off' }
  /** Nothing has been written since the last one. */
  | { outcome: 'unchanged'; seq: number }
  /** The chain is behind the last checkpoint, or is another: `audit verify` tells more. Nothing is signed over it. */
  | { outcome: 'broken'; seq: number }
  | { outcome: 'signed'; seq: number; hash: string; at: Instant };

/** Signs the head of the audit chain into a file outside the database, and holds the chain against what was signed. */
@Injectable()
export class Checkpoints {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIGURATION)
    private readonly configuration: { audit: Pick<Configuration['audit'], 'checkpointDirectory' | 'checkpointKeyFile'> },
  ) {}

  /** One more checkpoint, one at a time among all processes of the database. @throws SecretError for a key that cannot be used */
  async checkpoint(): Promise<Checkpointed> {
    const settings = this.settings();
    if (!settings) return { outcome: 'off' };
    return this.dataSource.transaction(async (manager) => {
      await aloneUntilEnd(manager, LOCKS.checkpoints);
      const file = new CheckpointFile(settings.directory);
      const lines = file.lines();
      const last = lines.at(-1);
      const key = checkpointKey(settings.keyFile, { create: last === undefined });
      const head = await manager.findOneBy(AuditHeadEntity, { id: 1 });
      if (!head || head.seq === 0) return { outcome: last === undefined ? 'unchanged' : 'broken', seq: 0 };
      if (last !== undefined) {
        const before = readLine(last);
        const row = before && (await manager.findOneBy(AuditRowEntity, { seq: before.seq }));
        if (!before || row?.hash !== before.hash) return { outcome: 'broken', seq: head.seq };
        if (before.seq === head.seq) return { outcome: 'unchanged', seq: head.seq };
      }
      const { seq, hash } = head;
      const unsigned = { seq, hash, at: this.clock.now(), previous: last === undefined ? FIRST : lineDigest(last) };
      const signature = sign(null, Buffer.from(signedText(unsigned)), key).toString('base64url');
      file.append(lineOf({ ...unsigned, signature }));
      return { outcome: 'signed', seq, hash, at: unsigned.at };
    });
  }

  /** The chain against the checkpoints; null where none are written. */
  async verify(): Promise<CheckpointVerdict | null> {
    const settings = this.settings();
    if (!settings) return null;
    const lines = new CheckpointFile(settings.directory).lines();
    if (lines.length === 0) return { checkpoints: 0, problems: [], lastThatHolds: null };
    const key = verificationKey(settings.keyFile);
    const seqs = [...new Set(lines.flatMap((line) => readLine(line)?.seq ?? []))];
    const rows = await inChunks(seqs, (some) =>
      this.dataSource.manager
        .createQueryBuilder(AuditRowEntity, 'row')
        .select('row.seq', 'seq')
        .addSelect('row.hash', 'hash')
        .where('row.seq IN (:...some)', { some })
        .getRawMany<{ seq: number; hash: string }>(),
    );
    const hashes = new Map(rows.map(({ seq, hash }) => [seq, hash]));
    return checkCheckpoints(lines, hashes, (text, signature) => verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url')));
  }

  private settings(): { directory: string; keyFile: string } | null {
    const { checkpointDirectory: directory, checkpointKeyFile: keyFile } = this.configuration.audit;
    return directory === null || keyFile === null ? null : { directory, keyFile };
  }
}
