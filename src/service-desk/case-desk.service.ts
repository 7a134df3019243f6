import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import type { CaseDeed } from '../audit/person-action';
import type { Reach } from '../auth/reach';
import { Clock } from '../platform/clock';
import { forUpdate } from '../platform/database/row-locks';
import { changedMeanwhile, notFound } from '../platform/refusal';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import type { CaseFacts } from './case-facts';
import { afterStep, mayStep, type CaseStep } from './case-state';
import type { SeenCase } from './case-view';
import { CaseEntity, CaseNoteEntity } from './case.entity';
import { NOT_CLAIMED, NOT_RETURNED } from './case.service';
import { deskRefusal, nameGiven, textGiven } from './desk-refusal';
import { claimHasExpired } from './working-time';

/** Who does something at the desk, and the trace that it belongs to. */
export interface DeskWork {
  actor: Actor;
  traceId: string;
  /** What the caller saw last (`If-Match`); null: whatever it is now. */
  version: number | null;
}

export interface Deed {
  deed: CaseDeed;
  reason?: string | null;
  payload?: unknown;
}

/** Codes of the municipalities that are reached as a whole: a case belongs to no unit, so a unit's reach does not reach it. */
export const wholly = (reach: Reach): string[] => reach.flatMap(({ municipality, unit }) => (unit === null ? [municipality] : []));

/** Two spellings of one HSA-id are one holder. */
export const sameHolder = (one: string | null, other: string): boolean => one?.trim().toLowerCase() === other.trim().toLowerCase();

/** Another one has it in hand, and has not left it lying. */
export const heldByAnother = ({ state, claimedBy, touchedAt }: CaseEntity, name: string, now: Instant): boolean =>
  state === 'claimed' && !sameHolder(claimedBy, name) && !(touchedAt !== null && claimHasExpired(touchedAt, now));

/**
 * Who has a case in hand. One row is locked, changed and audited at a time: whoever settles people waits for it, and never
 * the other way round.
 */
@Injectable()
export class CaseDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly box: SealedBox,
    private readonly audit: AuditService,
  ) {}

  /**
   * | state    | holder                 | reason | then                       |
   * |----------|------------------------|--------|----------------------------|
   * | open     |                        |        | claimed                    |
   * | returned |                        |        | claimed: back by hand      |
   * | claimed  | the same               |        | claimed: seen as it is now |
   * | claimed  | another, expired       |        | claimed                    |
   * | claimed  | another                | no     | refused, `case-held`       |
   * | claimed  | another                | yes    | claimed, taken over        |
   * | done, superseded |                |        | refused, `case-closed`     |
   *
   * @param takeOver why it is taken from whoever has it
   */
  claim(reach: Reach, number: string, work: DeskWork, takeOver: string | null = null): Promise<CaseEntity> {
    const name = nameGiven(work.actor.name);
    return this.change(reach, number, work, async (manager, row, now) => {
      const reason = heldByAnother(row, name, now) ? takeOverReason(takeOver) : null;
      if (!mayStep(row.state, row.state === 'claimed' ? 'take-over' : 'claim')) throw deskRefusal('case-closed');
      if (reason !== null) await this.note(manager, row, name, 'taken-over', reason, now);
      const claimed = await this.write(manager, row, this.claimed(row, name, now), now);
      await this.record(manager, claimed, work, { deed: reason === null ? 'claimed' : 'taken-over', reason }, now);
      return claimed;
    });
  }

  release(reach: Reach, number: string, work: DeskWork): Promise<CaseEntity> {
    return this.change(reach, number, work, async (manager, row, now) => {
      if (!mayStep(row.state, 'release') || !sameHolder(row.claimedBy, work.actor.name)) throw deskRefusal('not-your-case');
      const released = await this.write(manager, row, { state: afterStep(row.state, 'release'), ...NOT_CLAIMED }, now);
      await this.record(manager, released, work, { deed: 'released' }, now);
      return released;
    });
  }

  /** A note can be written by anybody at the desk, also about a case that is closed; for the holder it counts as a touch. */
  addNote(reach: Reach, number: string, work: DeskWork, text: string): Promise<CaseEntity> {
    const [name, given] = [nameGiven(work.actor.name), textGiven(text)];
    return this.change(reach, number, work, async (manager, row, now) => {
      await this.note(manager, row, name, 'note', given, now);
      const holds = row.state === 'claimed' && sameHolder(row.claimedBy, name);
      const noted = await this.write(manager, row, holds ? { touchedAt: now } : {}, now);
      await this.record(manager, noted, work, { deed: 'noted' }, now);
      return noted;
    });
  }

  /** The row of a case within reach, locked until the transaction ends. The person is locked before, where they are to be. */
  async lock(manager: EntityManager, reach: Reach, number: string, version: number | null): Promise<CaseEntity> {
    const municipalities = wholly(reach);
    const where = { number, municipality: In(municipalities) };
    const row = municipalities.length === 0 ? null : await manager.findOne(CaseEntity, { where, lock: forUpdate(manager) });
    if (!row) throw notFound();
    if (version !== null && row.version !== version) throw changedMeanwhile();
    return row;
  }

  /** @throws Refusal where the case is closed, or somebody else has it in hand */
  expectWorkable(row: CaseEntity, step: CaseStep, name: string, now: Instant): void {
    if (!mayStep(row.state, step)) throw deskRefusal('case-closed');
    if (heldByAnother(row, name, now)) throw deskRefusal('case-held');
  }

  /** What is written when somebody takes it: what it shows now is what they have seen. */
  claimed(row: CaseEntity, name: string, now: Instant): Partial<CaseEntity> {
    const seen: SeenCase = { facts: this.box.open<CaseFacts>(row.facts), isProtected: row.isProtected };
    const state = row.state === 'claimed' ? afterStep(row.state, 'take-over') : afterStep(row.state, 'claim');
    return { state, claimedBy: name, claimedAt: now, touchedAt: now, seen: this.box.seal(seen), ...NOT_RETURNED };
  }

  async write(manager: EntityManager, row: CaseEntity, change: Partial<CaseEntity>, now: Instant): Promise<CaseEntity> {
    const next = { ...change, version: row.version + 1, updatedAt: now };
    const { affected } = await manager.update(CaseEntity, { number: row.number, version: row.version }, next);
    if (affected !== 1) throw changedMeanwhile();
    return { ...row, ...next };
  }

  async note(
    manager: EntityManager,
    { number }: CaseEntity,
    by: string,
    kind: CaseNoteEntity['kind'],
    text: string,
    at: Instant,
  ): Promise<void> {
    await manager.insert(CaseNoteEntity, { id: randomUUID(), caseNumber: number, at, by, kind, text: this.box.seal(text) });
  }

  async record(
    manager: EntityManager,
    { number, municipality, hsaIdKey }: CaseEntity,
    { actor, traceId }: Omit<DeskWork, 'version'>,
    { deed, reason = null, payload = null }: Deed,
    at: Instant,
  ): Promise<void> {
    const about = { municipality, subject: hsaIdKey, caseNumber: number, traceId };
    await this.audit.append(manager, [{ at, actor, action: `case-${deed}`, ...about, reason, payload }]);
  }

  private change(
    reach: Reach,
    number: string,
    { version }: DeskWork,
    work: (manager: EntityManager, row: CaseEntity, now: Instant) => Promise<CaseEntity>,
  ): Promise<CaseEntity> {
    return this.dataSource.transaction(async (manager) =>
      work(manager, await this.lock(manager, reach, number, version), this.clock.now()),
    );
  }
}

function takeOverReason(reason: string | null): string {
  if (reason === null) throw deskRefusal('case-held');
  return textGiven(reason);
}
