import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { endsAsKnown } from '../access/assess';
import { type DecisionContext, decide } from '../access/decide';
import { type AccessFacts, nothingKnown } from '../access/facts';
import { FactsRepository, type LoadedFacts } from '../access/facts.repository';
import { HoldEntity } from '../access/hold.entity';
import type { LookUp, ReadEntry } from '../directory/directory-source';
import { accountNameCandidate } from '../external-ad/account-name';
import { AccountsRepository } from '../external-ad/accounts.repository';
import { fingerprintOf } from '../people/hsa-reading';
import { PeopleRepository } from '../people/people.repository';
import { holdsAfter } from './holds-after';
import { nextReading } from './next-reading';
import { planRow } from './plan/plan';
import type { Survey, Surveyed } from './survey';

const CHUNK = 500;

export interface SurveyRequest {
  entries: ReadonlyMap<string, ReadEntry>;
  lookUps: ReadonlyMap<string, LookUp>;
  context: DecisionContext;
  /** Settings or rules changed since the last run: everybody is decided about anew. */
  everybody: boolean;
  isFirstImport: boolean;
}

/** Compares a read with what is known and says what would follow, without writing anything. */
@Injectable()
export class SurveyorService {
  constructor(
    private readonly people: PeopleRepository,
    private readonly facts: FactsRepository,
    private readonly accounts: AccountsRepository,
  ) {}

  /** HSA-id keys of people who have an account, enabled or not, and are not in the read: each needs a look-up before anything is concluded. */
  async missing(manager: EntityManager, municipality: string, entries: ReadonlyMap<string, ReadEntry>): Promise<string[]> {
    const index = await this.people.index(manager, municipality);
    const live = await this.accounts.liveKeys(manager, municipality);
    return index
      .filter((row) => row.state !== 'absent' && live.has(row.hsaIdKey) && !entries.has(row.hsaIdKey))
      .map(({ hsaIdKey: key }) => key);
  }

  /** Everybody who was there when the catalogue was read last: their entries are wanted also without the role. */
  async knownKeys(manager: EntityManager, municipality: string): Promise<Set<string>> {
    const index = await this.people.index(manager, municipality);
    return new Set(index.filter(({ state }) => state !== 'absent').map((row) => row.hsaIdKey));
  }

  async survey(manager: EntityManager, { entries, lookUps, context, everybody, isFirstImport }: SurveyRequest): Promise<Survey> {
    const { code } = context.municipality;
    const index = await this.people.index(manager, code);
    const held = new Map((await manager.findBy(HoldEntity, { municipality: code })).map((row) => [row.hsaIdKey, row]));
    const touched = new Set<string>();
    for (const row of index) {
      const entry = entries.get(row.hsaIdKey);
      const byClock = row.nextClockChange !== null && row.nextClockChange <= context.now;
      const gone = !entry && row.state !== 'absent';
      if (everybody || byClock || gone || held.has(row.hsaIdKey) || (entry && moved(row.fingerprint, entry))) touched.add(row.hsaIdKey);
    }
    const indexed = new Set(index.map((row) => row.hsaIdKey));
    const open = new Set(index.flatMap((row) => (row.isProtected ? [] : [row.hsaIdKey])));
    for (const key of entries.keys()) if (!indexed.has(key)) touched.add(key);

    const surveyed: Surveyed[] = [];
    const keys = [...touched].sort();
    for (let start = 0; start < keys.length; start += CHUNK) {
      const chunk = keys.slice(start, start + CHUNK);
      const loaded = await this.facts.load(manager, code, chunk);
      for (const key of chunk)
        surveyed.push(
          this.one(
            { key, wasOpen: open.has(key) },
            loaded.get(key) ?? null,
            entries.get(key) ?? null,
            lookUps.get(key) ?? null,
            held.get(key) ?? null,
            context,
          ),
        );
    }
    const enabled = await this.accounts.enabledKeys(manager, code);
    return {
      touched: surveyed,
      known: index.filter(({ state }) => state !== 'absent').length,
      accounts: enabled.size,
      isFirstImport: isFirstImport || !(await this.accounts.everHadAny(manager, code)),
      untouched: enabled.difference(touched).size,
    };
  }

  private one(
    { key, wasOpen }: { key: string; wasOpen: boolean },
    loaded: LoadedFacts | null,
    entry: ReadEntry | null,
    lookUp: LookUp | null,
    held: HoldEntity | null,
    context: DecisionContext,
  ): Surveyed {
    const stored = loaded?.facts ?? null;
    const next = nextReading(stored?.hsa ?? null, entry, lookUp, held?.kind ?? null, context.now);
    const facts: AccessFacts = {
      ...(stored ?? nothingKnown(entry?.hsaId ?? key, context.municipality.code)),
      hsaId: next.reading.person?.hsaId ?? entry?.hsaId ?? stored?.hsaId ?? key,
      hsa: next.reading,
      holds: holdsAfter(next, held, context.now),
    };
    const decision = decide(facts, loaded?.told ?? null, stored?.account?.accountName ?? accountNameCandidate(key, 0), context);
    const isProtected = (next.reading.person?.isProtected ?? false) || (entry?.isProtected ?? false);
    const isNewMismatch = next.hold?.kind === 'identity-changed' && next.hold.mismatch !== null && held?.kind !== 'identity-changed';
    return {
      hsaIdKey: key,
      hsaId: facts.hsaId,
      next,
      readingChanged: !stored?.hsa || fingerprintOf(stored.hsa) !== fingerprintOf(next.reading),
      isProtected,
      becameProtected: isProtected && wasOpen,
      isNewMismatch,
      action: decision.effects.action,
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
}

/** A person as the catalogue has it now differs from what is stored; the same reading cannot be another human. */
function moved(fingerprint: string, entry: ReadEntry): boolean {
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
