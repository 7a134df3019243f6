import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../audit/actor';
import { type AuditEntry, AuditService } from '../audit/audit.service';
import type { AccountAction } from '../audit/person-action';
import type { Finding } from '../findings/finding';
import { FindingsService, type OpenFindingRow } from '../findings/findings.service';
import { hsaIdKey } from '../people/hsa-id';
import { PeopleRepository } from '../people/people.repository';
import type { Instant } from '../platform/time';
import { AccountEntity } from './account.entity';
import type { WrittenAccount } from './account.writer';
import { AccountQueue, type RecordedAccount, type TriedAt } from './account-queue.repository';
import type { Tried } from './account-queue';
import type { AccountAttributes } from './account.types';
import { AccountsRepository } from './accounts.repository';
import type { Step } from './apply-account';
import { diffAccounts } from './diff';
import { standingOf } from './account-standing';
import { LEAVER_GONE, findingsOf, isAbsent, isOfQueue } from './queue-findings';

/** A try at one account, as it was claimed. */
export interface Attempt extends WrittenAccount {
  account: AccountEntity;
}

/** What the tries came to once they were written down. */
export interface Tally {
  applied: number;
  failed: number;
}

/** Writes down what tries at the AD came to, with an audit row and findings, in one transaction. */
@Injectable()
export class AdRecorder {
  constructor(
    private readonly queue: AccountQueue,
    private readonly accounts: AccountsRepository,
    private readonly people: PeopleRepository,
    private readonly findings: FindingsService,
    private readonly audit: AuditService,
  ) {}

  async record(manager: EntityManager, attempts: readonly Attempt[], actor: Actor, at: TriedAt): Promise<Tally> {
    const rows = await this.locked(manager, attempts);
    const settled: (Attempt & { tried: Tried })[] = [];
    const entries: AuditEntry[] = [];
    for (const attempt of attempts) {
      const { tried } = attempt;
      if (tried.kind !== 'name-taken') settled.push({ ...attempt, tried });
      else if (!(await this.rename(manager, attempt.account, rows.get(keyOf(attempt.account)), { entries, actor, now: at.now })))
        settled.push({ ...attempt, tried: { kind: 'refused', code: tried.code, refused: [] } });
    }
    const recorded = await this.queue.record(manager, settled, at);
    const byKey = new Map(settled.map((one) => [keyOf(one.account), one]));
    const told = recorded.flatMap((one) => {
      const attempt = byKey.get(keyOf(one.after));
      return attempt ? [{ ...one, ...attempt }] : [];
    });
    await this.recordFindings(manager, told, at.now);
    await this.audit.append(manager, [...entries, ...told.flatMap((one) => auditEntry(one, actor, at.now))]);
    const applied = told.filter(({ tried, isSuperseded }) => tried.kind === 'applied' && !isSuperseded).length;
    return { applied, failed: told.filter(({ tried }) => tried.kind !== 'applied').length };
  }

  /**
   * People first and then accounts, each in the order of their keys: as a settlement takes them.
   * @returns the accounts that are still at the version they were tried at
   */
  private async locked(manager: EntityManager, attempts: readonly Attempt[]): Promise<Map<string, AccountEntity>> {
    const renamed = attempts.filter(({ tried, account }) => tried.kind === 'name-taken' && !hasHadObject(account));
    const keys = renamed.map(({ account }) => account).sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    // The service desk was told the other name.
    for (const { municipality, hsaIdKey: key } of keys) await this.people.unsettle(manager, municipality, key);
    const rows = await this.queue.unchanged(
      manager,
      attempts.map(({ account }) => account),
    );
    return new Map(rows.map((row) => [keyOf(row), row]));
  }

  /**
   * The next account name that nobody has, before anything in the AD bears the first.
   * @param row as it is now; undefined where something newer is desired
   * @returns false where there is none, or the account has had its name in the AD: it is for life
   */
  private async rename(
    manager: EntityManager,
    account: AccountEntity,
    row: AccountEntity | undefined,
    { entries, actor, now }: { entries: AuditEntry[]; actor: Actor; now: Instant },
  ): Promise<boolean> {
    if (hasHadObject(account)) return false;
    if (!row) return true;
    const accountName = await this.accounts.nextName(manager, row.hsaIdKey, row.accountName);
    if (accountName === null) return false;
    const desired: AccountAttributes = { ...(JSON.parse(row.desired) as AccountAttributes), sAMAccountName: accountName, cn: accountName };
    const renamed = { ...row, accountName, desired: JSON.stringify(desired), desiredVersion: row.desiredVersion + 1, nextAttemptAt: now };
    await this.accounts.save(manager, [renamed]);
    entries.push(entry('account-renamed', renamed, actor, now, { account: { effect: 'rename', attributes: ['sAMAccountName', 'cn'] } }));
    return true;
  }

  private async recordFindings(manager: EntityManager, told: readonly Told[], now: Instant): Promise<void> {
    const current = told.filter(({ isSuperseded }) => !isSuperseded);
    for (const [municipality, own] of Map.groupBy(current, ({ after }) => after.municipality)) {
      const found = new Map<string, readonly Finding[]>();
      const absent = new Set<string>();
      for (const { before, after, tried } of own) {
        const { hsaId } = JSON.parse(after.desired) as AccountAttributes;
        const findings = findingsOf(hsaId, tried, before.objectGuid !== null && after.deletedAt === null);
        if (findings) found.set(hsaId, findings);
        if (isAbsent(tried) && after.deletedAt === null) absent.add(after.hsaIdKey);
      }
      const isStillGone = ({ kind, hsaId }: OpenFindingRow): boolean => kind === LEAVER_GONE && absent.has(hsaIdKey(hsaId ?? ''));
      await this.findings.replace(manager, municipality, found, now, (one) => isOfQueue(one.kind) && !isStillGone(one));
    }
  }
}

/** Also one that is being made anew. */
const hasHadObject = ({ objectGuid, applied }: Pick<AccountEntity, 'objectGuid' | 'applied'>): boolean =>
  objectGuid !== null || applied !== null;

interface Told extends RecordedAccount {
  tried: Tried;
  done: readonly Step['kind'][];
}

/**
 * | came to | wrote | otherwise moved          | audit row       |
 * |---------|-------|--------------------------|-----------------|
 * | applied | yes   |                          | account-applied |
 * | applied | no    | version, link, values    | account-applied |
 * | applied | no    | nothing                  | none            |
 * | refused |       | code, attributes         | account-refused |
 * | refused | yes   | nothing                  | account-written |
 * | waits   | yes   |                          | account-written |
 * | waits   | no    |                          | none            |
 * A version that is no longer desired: `account-written` instead of `account-applied`.
 */
function auditEntry({ before, after, tried, done, isSuperseded }: Told, actor: Actor, now: Instant): AuditEntry[] {
  const wrote = done.some((step) => !step.startsWith('ensure'));
  const moved =
    before.appliedVersion !== after.appliedVersion || before.objectGuid !== after.objectGuid || before.applied !== after.applied;
  const isNewRefusal =
    before.refusedCode !== after.refusedCode || JSON.stringify(before.refusedDetail) !== JSON.stringify(after.refusedDetail);
  const action = ((): AccountAction | null => {
    if (tried.kind === 'refused' && isNewRefusal && !isSuperseded) return 'account-refused';
    if (tried.kind === 'applied' && (wrote || moved)) return isSuperseded ? 'account-written' : 'account-applied';
    return wrote ? 'account-written' : null;
  })();
  if (!action) return [];
  const payload = {
    account: {
      effect: tried.kind,
      steps: [...new Set(done)],
      attributes: attributesBetween(before.applied, after.applied),
      ...(tried.kind !== 'applied' && { code: tried.code }),
      ...('refused' in tried && tried.refused.length > 0 && { refused: tried.refused }),
    },
  };
  return [entry(action, after, actor, now, payload)];
}

/** Which attributes are others than before; never their values: they may be a protected person's. */
function attributesBetween(before: string | null, after: string | null): string[] {
  const parsed = (text: string | null) => (text === null ? null : (JSON.parse(text) as AccountAttributes));
  const now = parsed(after);
  return now ? diffAccounts(parsed(before), now).map(({ attribute }) => attribute) : [];
}

const entry = (action: AccountAction, row: AccountEntity, actor: Actor, at: Instant, payload: object): AuditEntry => ({
  at,
  actor,
  action,
  municipality: row.municipality,
  subject: row.hsaIdKey,
  payload: { ...payload, standing: standingOf(row) },
});

const keyOf = ({ municipality, hsaIdKey }: Pick<AccountEntity, 'municipality' | 'hsaIdKey'>): string => `${municipality} ${hsaIdKey}`;
