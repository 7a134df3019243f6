import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { endsAsKnown } from '../access/assess';
import { type DecisionContext, decide } from '../access/decide';
import type { Action } from '../access/effects';
import { type AccessFacts, nothingKnown } from '../access/facts';
import { FactsRepository, type LoadedFacts } from '../access/facts.repository';
import { HoldEntity } from '../access/hold.entity';
import type { LookUp, ReadEntry } from '../directory/directory-source';
import { PackedList } from '../platform/packed-list';
import { accountNameCandidate } from '../external-ad/account-name';
import { fingerprintOf } from '../people/hsa-reading';
import type { EntriesByKey } from './entries-by-key';
import { holdsAfter } from './holds-after';
import { type KnownPerson, KnownPeople } from './known-people.repository';
import { type NextReading, nextReading } from './next-reading';
import { type PlanRow, planRow } from './plan/plan';
import { type Survey, type Surveyed, Tally } from './survey';

/** People decided about before other work of the process gets its turn. */
const CHUNK = 100;

/** A read beside what is known: what each person's new reading follows from. */
export interface Comparison {
  known: ReadonlyMap<string, KnownPerson>;
  entries: EntriesByKey;
  /** Those who are there as they were: not read, and not gone. */
  unmoved: ReadonlySet<string>;
  lookUps: ReadonlyMap<string, LookUp>;
  /** HSA-id keys of those who are to be looked at whatever their entries say, see `PersonToSettleEntity`. */
  toSettle: ReadonlySet<string>;
  context: DecisionContext;
}

export interface SurveyOptions {
  /** Settings or rules changed since the last run: everybody is decided about anew. */
  everybody: boolean;
  isFirstImport: boolean;
  /** Digest by HSA-id key of rows somebody has approved. */
  approved: ReadonlyMap<string, string>;
}

/** Compares a read with what is known and says what would follow, without writing anything. */
@Injectable()
export class SurveyorService {
  constructor(
    private readonly knownPeople: KnownPeople,
    private readonly facts: FactsRepository,
  ) {}

  async survey(manager: EntityManager, comparison: Comparison, { everybody, isFirstImport, approved }: SurveyOptions): Promise<Survey> {
    const { known, entries, toSettle, context } = comparison;
    const { moved, remarked } = await this.compare(manager, comparison);
    const held = await manager.findBy(HoldEntity, { municipality: context.municipality.code });
    const waiting = [...toSettle].filter((key) => known.has(key) || entries.has(key));
    const touched = new Set([...moved, ...held.map(({ hsaIdKey }) => hsaIdKey), ...waiting]);
    let accounts = 0;
    let untouched = 0;
    let present = 0;
    let everHadAny = false;
    for (const [key, person] of known) {
      if (everybody || isGone(key, person, comparison) || isDue(person, context)) touched.add(key);
      if (person.state !== 'absent') present += 1;
      if (person.account !== 'none') everHadAny = true;
      if (person.account !== 'enabled') continue;
      accounts += 1;
      if (!touched.has(key)) untouched += 1;
    }
    const keys = [...touched].sort();
    const tally = new Tally();
    for await (const surveyed of this.inDetail(manager, comparison, keys)) for (const one of surveyed) tally.add(one, approved);
    return { touched: keys, tally, known: present, accounts, isFirstImport: isFirstImport || !everHadAny, untouched, remarked };
  }

  /** The rows of the plan: all that would be written, with before and after. */
  async rows(manager: EntityManager, comparison: Comparison, keys: readonly string[]): Promise<PackedList<PlanRow>> {
    const rows = new PackedList<PlanRow>();
    for await (const surveyed of this.inDetail(manager, comparison, keys)) for (const { row } of surveyed) if (row) rows.push(row);
    return rows;
  }

  private async *inDetail(manager: EntityManager, comparison: Comparison, keys: readonly string[]): AsyncGenerator<Surveyed[]> {
    for (let start = 0; start < keys.length; start += CHUNK) {
      yield await this.detail(manager, comparison, keys.slice(start, start + CHUNK));
      await breathe();
    }
  }

  /** What would come of these people. */
  async detail(manager: EntityManager, comparison: Comparison, keys: readonly string[]): Promise<Surveyed[]> {
    const { known, context } = comparison;
    const { code } = context.municipality;
    const newcomers = keys.filter((key) => !known.has(key));
    const beforehand = await this.facts.recordedBeforehand(manager, code, newcomers);
    const recorded = keys.filter((key) => known.has(key) || beforehand.has(key));
    const loaded = await this.facts.load(manager, code, recorded, { at: context.now });
    const surveyed: Surveyed[] = [];
    for (const key of keys) {
      surveyed.push(one(key, loaded.get(key) ?? null, comparison));
      if (surveyed.length % CHUNK === 0) await breathe();
    }
    return surveyed;
  }

  /** Whose entries say something else than what is recorded, and whose only have another mark. */
  private async compare(
    manager: EntityManager,
    { known, entries, context }: Comparison,
  ): Promise<{ moved: Set<string>; remarked: Map<string, string | null> }> {
    const recorded = [...entries.keys()].filter((key) => known.has(key));
    const fingerprints = await this.knownPeople.fingerprints(manager, context.municipality.code, recorded);
    const moved = new Set<string>();
    const remarked = new Map<string, string | null>();
    let compared = 0;
    for (const key of entries.keys()) {
      const fingerprint = fingerprints.get(key);
      const entry = fingerprint === undefined ? undefined : entries.get(key);
      if (!entry || hasMoved(fingerprint, entry)) moved.add(key);
      else if (entry.mark !== known.get(key)?.mark) remarked.set(key, entry.mark);
      if (++compared % CHUNK === 0) await breathe();
    }
    return { moved, remarked };
  }
}

const WILL_BE_ENABLED: ReadonlySet<Action> = new Set<Action>(['created', 'changed', 'reinstated', 'unchanged']);

const isGone = (key: string, { state }: KnownPerson, { entries, unmoved }: Comparison): boolean =>
  state !== 'absent' && !unmoved.has(key) && !entries.has(key);

const isDue = ({ nextClockChange }: KnownPerson, { now }: DecisionContext): boolean => nextClockChange !== null && nextClockChange <= now;

/** A person as the catalogue has it now differs from what is stored; the same reading cannot be another human. */
function hasMoved(fingerprint: string | undefined, entry: ReadEntry): boolean {
  if (!entry.person) return true;
  const reading = {
    state: 'present' as const,
    since: '',
    person: entry.person,
    problems: entry.problems,
    hasSystemRole: entry.role.kind === 'exact',
    nearMiss: entry.role.kind === 'near' ? entry.role.value : null,
  };
  return fingerprintOf(reading) !== fingerprint;
}

function one(key: string, loaded: LoadedFacts | null, { known, entries, unmoved, lookUps, context }: Comparison): Surveyed {
  const stored = loaded?.facts ?? null;
  const entry = entries.get(key) ?? null;
  const held = stored?.holds[0] ?? null;
  const isUnmoved = !entry && unmoved.has(key);
  const next: NextReading =
    isUnmoved && stored?.hsa
      ? { reading: stored.hsa, hold: held && { kind: held.kind, mismatch: null, observed: null } }
      : nextReading(stored?.hsa ?? null, entry, lookUps.get(key) ?? null, held?.kind ?? null, context.now);
  const facts: AccessFacts = {
    ...(stored ?? nothingKnown(entry?.hsaId ?? key, context.municipality.code)),
    hsaId: next.reading.person?.hsaId ?? entry?.hsaId ?? stored?.hsaId ?? key,
    hsa: next.reading,
    holds: holdsAfter(next, held, context.now),
  };
  const decision = decide(facts, loaded?.told ?? null, stored?.account?.accountName ?? accountNameCandidate(key, 0), context);
  const { action } = decision.effects;
  const isProtected = (next.reading.person?.isProtected ?? false) || (entry?.isProtected ?? false);
  const becameProtected = isProtected && known.get(key)?.isProtected === false;
  // Of an entry that was never readable nothing but the mark of protection itself tells of it.
  const readingChanged = loaded === null || becameProtected || loaded.fingerprint !== fingerprintOf(next.reading);
  const isNewMismatch = next.hold?.kind === 'identity-changed' && next.hold.mismatch !== null && held?.kind !== 'identity-changed';
  return {
    hsaIdKey: key,
    hsaId: facts.hsaId,
    next,
    readingChanged,
    mark: entry ? entry.mark : isUnmoved ? (known.get(key)?.mark ?? null) : null,
    // What is held is fetched each time whatever its mark is.
    isToBeRemarked: !readingChanged && next.hold === null && entry !== null && entry.mark !== known.get(key)?.mark,
    isProtected,
    becameProtected,
    isNewMismatch,
    holds: facts.holds,
    action,
    remarks: WILL_BE_ENABLED.has(action) ? decision.remarks : null,
    row: planRow({
      hsaIdKey: key,
      hsaId: facts.hsaId,
      isProtected: isProtected || (stored?.hsa?.person?.isProtected ?? false),
      decision,
      current: stored?.account?.deletedAt ? null : (stored?.account?.desired ?? null),
      knownBeforehand: stored !== null && endsAsKnown(stored, context.policy, context.now),
      opensHold: isNewMismatch
        ? `${next.hold?.mismatch ?? ''} ${fingerprintOf({ ...next.reading, person: next.hold?.observed ?? null })}`
        : null,
    }),
  };
}
