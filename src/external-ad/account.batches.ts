import type { PinoLogger } from 'nestjs-pino';
import type { DataSource } from 'typeorm';
import { type HeldLease, LeaseLostError } from '../platform/leases/lease.service';
import type { LdapFaultKind } from '../platform/ldap/ldap-fault';
import type { AccountEntity } from './account.entity';
import { lookUp } from './account.look-up';
import { AccountWriter, type WrittenAccount } from './account.writer';
import type { AccountQueue } from './account-queue.repository';
import type { AccountAttributes } from './account.types';
import { type Work, workOf } from './account-work';
import { AdRefusal, type AdSession } from './active-directory';
import type { Attempt } from './ad-recorder.service';

/** Why a server is of no more use for now. */
export interface AdTrouble {
  code: string;
  /** `host:port`. */
  server: string;
}

export interface Batch {
  /** What was tried to its end, to be written down. */
  attempts: Attempt[];
  /** Null where the server answered to the end. */
  trouble: AdTrouble | null;
}

interface Needs {
  dataSource: DataSource;
  queue: AccountQueue;
  lease: HeldLease;
  signal: AbortSignal | undefined;
  log: PinoLogger;
}

type ToWrite = Extract<Work, { kind: 'steps' }> & { row: AccountEntity };

/** Works through batches of accounts over one session: reads and plans all; then, one by one, notes where it will be written, writes and reads back. */
export class AccountBatches {
  readonly #writer: AccountWriter;

  constructor(
    private readonly session: AdSession,
    private readonly needs: Needs,
  ) {
    const { dataSource, lease } = needs;
    this.#writer = new AccountWriter(session, () => dataSource.transaction((manager) => lease.assertHeld(manager)));
  }

  /**
   * Each at most once, in the order given, until one shows that the server is of no more use. What had been planned when a
   * read met with trouble is written before that, where the connection holds: else it would never have its turn.
   */
  async carryOut(claimed: readonly AccountEntity[]): Promise<Batch> {
    const { signal, lease } = this.needs;
    const { attempts, trouble, toWrite } = await this.plan(claimed);
    const batch: Batch = { attempts, trouble };
    let isOver = trouble !== null && OF_THE_CONNECTION.has(trouble.code);
    for (const work of toWrite) {
      if (signal?.aborted || lease.lost.aborted || isOver) break;
      const row = await this.noted(work);
      if (!row) continue;
      const written = await this.attempt(row, () => this.#writer.write(row, work.object, desiredOf(row), work.steps));
      if (!written) continue;
      batch.attempts.push(lookedAtTwice(written, work.row, this.session));
      const met = troubleOf(written, this.session);
      batch.trouble = met ?? batch.trouble;
      isOver = met !== null;
    }
    return batch;
  }

  /** Reads each and sees what is to be done. */
  private async plan(claimed: readonly AccountEntity[]): Promise<Batch & { toWrite: ToWrite[] }> {
    const planned: Attempt[] = [];
    const toWrite: ToWrite[] = [];
    for (const row of claimed) {
      if (this.needs.signal?.aborted) break;
      const attempt = await this.attempt(row, async () => {
        const link = await lookUp(this.session, row, accountOf(row));
        const work = await this.unlessLinked(
          row,
          workOf(link, desiredOf(row), row.controller !== null && row.controller !== this.session.controller),
        );
        if (work.kind === 'steps') toWrite.push({ ...work, row });
        return work.kind === 'steps' ? null : { tried: triedWithout(work, this.#writer, row), done: [] };
      });
      if (!attempt) continue;
      planned.push(lookedAtTwice(attempt, row, this.session));
      const trouble = troubleOf(attempt, this.session);
      if (trouble) return { attempts: planned, trouble, toWrite };
    }
    return { attempts: planned, trouble: null, toWrite };
  }

  /** An object that another account is linked to is not this one's, whatever HSA-id somebody wrote in it. */
  private async unlessLinked(row: AccountEntity, work: Work): Promise<Work> {
    const guid = row.objectGuid === null && 'object' in work ? (work.object?.objectGuid ?? null) : null;
    const { dataSource, queue } = this.needs;
    const owners = guid === null ? new Map<string, AccountEntity>() : await queue.linkedTo(dataSource.manager, [guid]);
    return owners.size > 0 ? { kind: 'held', code: 'linked-elsewhere' } : work;
  }

  /**
   * As it is when it is written down where it is going to be written. The model is asked once more with that: what is
   * deleted is gone for good.
   * @returns null where something newer is desired, or the lease is another's: that shows in `lost`
   */
  private async noted({ row: planned, steps }: ToWrite): Promise<AccountEntity | null> {
    const { dataSource, lease, queue } = this.needs;
    const isToBeEnabled = steps.some(({ kind }) => kind === 'enable');
    try {
      return await dataSource.transaction(async (manager) => {
        await lease.assertHeld(manager);
        const row = await queue.noteController(manager, planned, this.session.controller, { isToBeEnabled });
        return row?.deletedAt === planned.deletedAt && !(row.deletedAt !== null && row.desiredEnabled) ? row : null;
      });
    } catch (error) {
      if (error instanceof LeaseLostError) return null;
      throw error;
    }
  }

  /** What goes wrong with one account does not stop the others. Null where the work says that nothing has ended yet. */
  private async attempt(row: AccountEntity, work: () => Promise<WrittenAccount | null>): Promise<Attempt | null> {
    try {
      const written = await work();
      return written && { ...written, account: row };
    } catch (error) {
      if (!(error instanceof AdRefusal || error instanceof LeaseLostError))
        this.needs.log.error({ err: error, server: this.session.server }, 'an account in the external AD could not be tried');
      const code = error instanceof AdRefusal ? error.code : 'fault';
      const isPermanent = error instanceof AdRefusal && error.kind === 'permanent';
      return { account: row, done: [], tried: isPermanent ? { kind: 'refused', code, refused: [] } : { kind: 'waits', code } };
    }
  }
}

const accountOf = ({ desired }: AccountEntity): AccountAttributes => JSON.parse(desired) as AccountAttributes;

/** Null where the account is to be deleted. */
const desiredOf = (row: AccountEntity): AccountAttributes | null => (row.deletedAt === null ? accountOf(row) : null);

/** What a try has come to where nothing is to be written. */
function triedWithout(work: Exclude<Work, { kind: 'steps' }>, writer: AccountWriter, row: AccountEntity): Attempt['tried'] {
  switch (work.kind) {
    case 'done':
      return { kind: 'applied', found: work.object && writer.found(work.object, accountOf(row)), refused: [] };
    case 'held':
      return { kind: 'refused', code: work.code, refused: [] };
    case 'elsewhere':
      return { kind: 'waits', code: 'elsewhere' };
    case 'name-taken':
      return { kind: 'name-taken', code: 'account-name-taken' };
  }
}

/**
 * An enabling whose answer never came may be on its way still, and be done after its account was read: one that is to be
 * disabled, and is so at the first look, is looked at once more a while later.
 *
 * | it is to be | last sent to    | seen since | it came to | then                              |
 * |-------------|-----------------|------------|------------|-----------------------------------|
 * | disabled    | this controller | no         | applied    | waits, and is seen                |
 * | otherwise   |                 |            |            | as it is                          |
 *
 * @param before the account as it was claimed
 */
function lookedAtTwice(attempt: Attempt, before: AccountEntity, { controller }: AdSession): Attempt {
  const { tried } = attempt;
  const isUnseen = before.controller === controller && before.seenOn === null && !before.desiredEnabled && before.deletedAt === null;
  if (!isUnseen || tried.kind !== 'applied' || tried.found === null) return attempt;
  return { ...attempt, tried: { kind: 'waits', code: 'seen-once', found: tried.found } };
}

/** Ends of a try that say something of this account, and nothing of the server. */
const OF_THE_ACCOUNT: ReadonlySet<string> = new Set([
  'elsewhere',
  'seen-once',
  'not-as-written',
  'not-deleted',
  'no-such-object',
  'unit-missing',
  'fault',
]);

/** Troubles of a read after which nothing can be written over the same connection. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  ...(['unreachable', 'tls', 'credentials', 'bind', 'lost', 'timeout', 'protocol', 'aborted'] satisfies LdapFaultKind[]),
]);

const troubleOf = ({ tried }: Attempt, { server }: AdSession): AdTrouble | null =>
  tried.kind === 'waits' && !OF_THE_ACCOUNT.has(tried.code) ? { code: tried.code, server } : null;
