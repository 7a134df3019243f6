import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { type Assessment, assess } from '../access/assess';
import type { DecisionContext } from '../access/decide';
import { FactsRepository, type LoadedFacts } from '../access/facts.repository';
import { PersonChanges, type PersonChange } from '../access/person-changes.service';
import type { Reach } from '../auth/reach';
import { notFound } from '../platform/refusal';
import type { Instant } from '../platform/time';
import { CaseDesk, type DeskWork, wholly } from './case-desk.service';
import { CaseEntity } from './case.entity';

/** A case and whom it is about, both locked until the transaction ends. */
export interface CaseAtHand {
  manager: EntityManager;
  row: CaseEntity;
  loaded: LoadedFacts;
  assessment: Assessment;
  context: DecisionContext;
  now: Instant;
}

/**
 * Something recorded in a case that is a fact about the person too. The person is locked before the case, as everybody does
 * who locks both, and what follows is settled in the same transaction.
 */
@Injectable()
export class DeskFacts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly changes: PersonChanges,
    private readonly facts: FactsRepository,
    private readonly desk: CaseDesk,
  ) {}

  /** @param what facts that changed; none: nobody is settled */
  async record<T>(
    reach: Reach,
    number: string,
    work: DeskWork,
    reason: string | null,
    write: (at: CaseAtHand) => Promise<{ result: T; what: PersonChange['what'] }>,
  ): Promise<T> {
    const municipalities = wholly(reach);
    const found = await this.dataSource.manager.findOneBy(CaseEntity, { number, municipality: In(municipalities) });
    if (!found) throw notFound();
    const { municipality, hsaIdKey } = found;
    const origin = { actor: work.actor, runId: null, traceId: work.traceId, reason };
    const { result } = await this.changes.record(municipality, origin, async (manager, context) => {
      const loaded = (await this.facts.load(manager, municipality, [hsaIdKey], { forUpdate: true })).get(hsaIdKey);
      const row = await this.desk.lock(manager, reach, number, work.version);
      if (!loaded) throw notFound();
      const assessment = assess(loaded.facts, context.policy, context.now);
      const { result: written, what } = await write({ manager, row, loaded, assessment, context, now: context.now });
      return { result: written, changes: what.length === 0 ? [] : [{ hsaIdKey, what, caseNumber: number }] };
    });
    return result;
  }
}
