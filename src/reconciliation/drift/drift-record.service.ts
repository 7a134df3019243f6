import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/actor';
import { AuditService } from '../../audit/audit.service';
import type { PersonAction } from '../../audit/person-action';
import type { AccountEntity } from '../../external-ad/account.entity';
import { AccountQueue } from '../../external-ad/account-queue.repository';
import type { CompleteComparison } from '../../external-ad/compared-account';
import { ComparedAccounts } from '../../external-ad/compared-accounts.repository';
import { type ComparisonMemory, ComparisonMemories } from '../../external-ad/comparison-memory.service';
import { type DriftKind, isResting, isWatched } from '../../external-ad/drift';
import { NO_MUNICIPALITY } from '../../findings/finding';
import { FindingsService } from '../../findings/findings.service';
import { hsaIdKey } from '../../people/hsa-id';
import { Clock } from '../../platform/clock';
import type { HeldLease } from '../../platform/leases/lease.service';
import type { Instant } from '../../platform/time';
import { OperationsAlerts } from '../operations-alerts.service';
import { HEALING_HALTED, driftFindings, driftKind, isAboutDrift, isNotCompared, notCompared } from './drift-findings';
import type { Judgement } from './drift-judge.service';
import type { FoundDrift, MunicipalityDrift } from './found-drift';

/** Who or what compares, for the audit trail. */
export interface DriftOrigin {
  actor: Actor;
  traceId: string;
  beganAt: Instant;
}

/** Holds or not of an account that is only watched, too. */
const ENABLED = driftKind('enabled');

const RETURNED: readonly { kind: DriftKind }[] = [{ kind: 'returned' }];

/** HSA-id keys of those whose object is there again, and is to be made what it should be. */
const returnedAmong = (strange: readonly FoundDrift[]): string[] => [
  ...new Set(strange.filter(({ outcome }) => outcome === 'healed').map(({ hsaId }) => hsaIdKey(hsaId ?? ''))),
];

/** Accounts per transaction. */
const CHUNK = 500;

/** What a comparison leaves behind: accounts that wait to be mended, findings, audit rows, mails, and what is remembered. */
@Injectable()
export class DriftRecord {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly queue: AccountQueue,
    private readonly compared: ComparedAccounts,
    private readonly memories: ComparisonMemories,
    private readonly findings: FindingsService,
    private readonly audit: AuditService,
    private readonly alerts: OperationsAlerts,
  ) {}

  /** Nothing follows from a comparison that was not proven whole, but that it was not. */
  async incomplete(lease: HeldLease, reason: string, memory: ComparisonMemory | null, origin: DriftOrigin): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await lease.assertHeld(manager);
      await this.findings.reconcile(manager, NO_MUNICIPALITY, [notCompared(reason)], this.clock.now(), isNotCompared);
      await this.memories.keep(manager, { groups: memory?.groups ?? null, beganAt: origin.beganAt });
      await this.append(manager, origin, { status: 'incomplete', reason });
    });
  }

  async municipality(
    manager: EntityManager,
    { code, name }: { code: string; name: string },
    { accounts, found, tripped, undecided }: Judgement,
    strange: readonly FoundDrift[],
    { actor, traceId }: DriftOrigin,
  ): Promise<void> {
    await this.findings.alone(manager); // before accounts are locked, as the end of a run takes them
    const now = this.clock.now();
    const healed = accounts.filter(({ outcome }) => outcome === 'healed');
    const keys = [...healed.map((one) => one.hsaIdKey), ...returnedAmong(strange)];
    const gone = healed.filter(({ drifts }) => drifts.some(({ kind }) => kind === 'missing')).map((one) => one.hsaIdKey);
    await this.queue.requeue(manager, code, keys, now, new Set(gone));
    const open = (await this.findings.open(manager, [code])).filter(isAboutDrift);
    const judged = new Set(accounts.map((one) => one.hsaIdKey));
    const waiting = await this.waiting(
      manager,
      code,
      open.flatMap(({ hsaId }) => (hsaId === null ? [] : [hsaIdKey(hsaId)])),
      judged,
    );
    const watched = new Set(waiting.filter((row) => isWatched(row, now)).map((row) => row.hsaIdKey));
    const unknown = new Set([...undecided, ...waiting.map((row) => row.hsaIdKey)]);
    const wasHalted = open.some(({ kind }) => kind === HEALING_HALTED);
    await this.findings.reconcile(manager, code, driftFindings([...found, ...strange], tripped), now, (finding) => {
      const key = finding.hsaId === null ? null : hsaIdKey(finding.hsaId);
      if (!isAboutDrift(finding)) return false;
      return key === null || !unknown.has(key) || (finding.kind === ENABLED && watched.has(key) && !undecided.has(key));
    });
    if (tripped.length > 0 && !wasHalted) await this.alerts.healingHalted(manager, { code, name }, tripped);
    await this.audit.append(
      manager,
      [...healed, ...returnedAmong(strange).map((key) => ({ hsaIdKey: key, drifts: RETURNED }))].map(({ hsaIdKey: subject, drifts }) => ({
        at: now,
        actor,
        action: 'account-to-be-mended' satisfies PersonAction,
        municipality: code,
        subject,
        traceId,
        payload: { drifts },
      })),
    );
  }

  /** Those about whom a finding is open, and who wait to be written: whether it still holds shows when they have been, but for what is watched. */
  private async waiting(
    manager: EntityManager,
    municipality: string,
    keys: readonly string[],
    judged: ReadonlySet<string>,
  ): Promise<AccountEntity[]> {
    const now = this.clock.now();
    const rows = await this.compared.whole(manager, municipality, [...new Set(keys)]);
    return [...rows.values()].filter((row) => !isResting(row, now) && !judged.has(row.hsaIdKey));
  }

  /** Last, when every municipality has been settled: a comparison that was killed before is done again from the beginning. */
  async whole(
    lease: HeldLease,
    { controller, compared, read, agreeing, back, groups }: CompleteComparison,
    { municipalities, healed }: { municipalities: readonly MunicipalityDrift[]; healed: number },
    origin: DriftOrigin,
  ): Promise<void> {
    for (let start = 0; start < agreeing.length; start += CHUNK) {
      await this.dataSource.transaction(async (manager) => {
        await lease.assertHeld(manager);
        await this.compared.recordSeen(manager, agreeing.slice(start, start + CHUNK), controller);
      });
    }
    for (const [code, own] of Map.groupBy(back, ({ municipality }) => municipality)) {
      const keys = own.map((account) => account.hsaIdKey);
      await this.dataSource.transaction(async (manager) => {
        await lease.assertHeld(manager);
        await this.queue.requeue(manager, code, keys, this.clock.now());
      });
    }
    const elsewhere = municipalities.find(({ municipality }) => municipality === NO_MUNICIPALITY)?.drifts ?? [];
    const drifts: Record<string, number> = {};
    for (const { kind } of municipalities.flatMap((one) => one.drifts)) drifts[kind] = (drifts[kind] ?? 0) + 1;
    const halted = municipalities.filter(({ tripped }) => tripped.length > 0).map(({ municipality }) => municipality);
    await this.dataSource.transaction(async (manager) => {
      await lease.assertHeld(manager);
      await this.findings.reconcile(manager, NO_MUNICIPALITY, driftFindings(elsewhere, []), this.clock.now(), isAboutDrift);
      await this.memories.keep(manager, { beganAt: origin.beganAt, groups });
      await this.append(manager, origin, { status: 'completed', controller, compared, read, drifts, healed, halted });
    });
  }

  private async append(manager: EntityManager, { actor, traceId }: DriftOrigin, payload: object): Promise<void> {
    const row = { at: this.clock.now(), actor, action: 'ad-compared', municipality: null, subject: null, traceId, payload };
    await this.audit.append(manager, [row]);
  }
}
