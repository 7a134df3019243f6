import { Injectable } from '@nestjs/common';
import type { Reach } from '../auth/reach';
import { CaseDesk, type DeskWork } from './case-desk.service';
import { afterStep, type ReturnTarget } from './case-state';
import type { CaseEntity } from './case.entity';
import { NOT_CLAIMED } from './case.service';
import { DeskFacts } from './desk-facts.service';
import { nameGiven, textGiven } from './desk-refusal';

/** Sends a case back to whoever can mend what is wrong. It comes back by itself, see `CaseService.revisit`, or when somebody claims it. */
@Injectable()
export class ReturnCase {
  constructor(
    private readonly work: DeskFacts,
    private readonly desk: CaseDesk,
  ) {}

  sendBack(reach: Reach, number: string, work: DeskWork, to: ReturnTarget, reason: string): Promise<CaseEntity> {
    const [name, given] = [nameGiven(work.actor.name), textGiven(reason)];
    return this.work.record(reach, number, work, given, async ({ manager, row, assessment, now }) => {
      this.desk.expectWorkable(row, 'return', name, now);
      await this.desk.note(manager, row, name, 'returned', given, now);
      const awaitsMending = assessment.blockers.some(({ owner }) => owner === to);
      const state = afterStep(row.state, 'return');
      const returned = await this.desk.write(manager, row, { state, ...NOT_CLAIMED, returnedTo: to, returnedAt: now, awaitsMending }, now);
      await this.desk.record(manager, returned, work, { deed: 'returned', reason: given, payload: { to } }, now);
      return { result: returned, what: [] };
    });
  }
}
