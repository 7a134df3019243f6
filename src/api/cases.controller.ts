import { Controller, Get, Post } from '@nestjs/common';
import type { z } from 'zod';
import { z as schema } from 'zod';
import type { Principal } from '../auth/principal';
import type { Reach } from '../auth/reach';
import { Readers } from '../auth/readers.service';
import type { Page } from '../platform/paging';
import type { CaseSummary } from '../service-desk/case-summary';
import { DeskEntrance } from '../service-desk/desk-entrance.service';
import type { ShownCase } from '../service-desk/show-case.service';
import {
  caseNumber as params,
  type CaseNumber,
  casesQuery,
  type CasesQuery,
  caseSummary,
  caseView,
  claimWish,
  doneWish,
  grantWish,
  noteWish,
  removeWish,
  returnWish,
  revealWish,
} from './cases.views';
import { page } from './page';
import { By, FromBody, FromParams, FromQuery, IfMatch, Route, TraceId, Within } from './route.decorator';

const number = { number: '2026-00001' };
const held = { 'not-found': 404, 'changed-meanwhile': 412, 'case-closed': 409, 'case-held': 409 };
/** What every deed on one case has in common. */
const deed = { permission: 'cases:work' as const, params, answer: caseView, status: 200 as const };

@Controller('api/v1/cases')
export class CasesController {
  constructor(
    private readonly desk: DeskEntrance,
    private readonly readers: Readers,
  ) {}

  @Get()
  @Route({
    permission: 'cases:read',
    summary: 'Cases, oldest first',
    query: casesQuery,
    answer: page(caseSummary),
    refusals: { 'bad-cursor': 400 },
  })
  list(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromQuery() { state, ...query }: CasesQuery,
  ): Promise<Page<CaseSummary>> {
    return this.desk.list(reach, { ...query, states: state }, this.readers.of(by, 'cases:read', trace));
  }

  @Post('next')
  @Route({
    permission: 'cases:work',
    summary: 'Takes the oldest case that can be worked on; null where there is none',
    answer: schema.strictObject({ case: caseView.nullable() }),
    status: 200,
    idempotent: true,
  })
  next(@Within() reach: Reach, @By() by: Principal, @TraceId() trace: string): Promise<{ case: ShownCase | null }> {
    return this.desk.next(reach, this.readers.of(by, 'cases:work', trace));
  }

  @Get(':number')
  @Route({
    permission: 'cases:read',
    summary: 'One case: what to enter in Cosmic, what is in the way, what has been done',
    params,
    answer: caseView,
    refusals: { 'not-found': 404 },
    sample: { params: number },
  })
  show(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { number: one }: CaseNumber,
  ): Promise<ShownCase> {
    return this.desk.show(reach, one, this.readers.of(by, 'cases:read', trace));
  }

  @Post(':number/reveal')
  @Route({
    permission: 'people:reveal',
    summary: "A protected person's case, to somebody who says why",
    params,
    body: revealWish,
    answer: caseView,
    status: 200,
    refusals: { 'not-found': 404, 'reason-needed': 422 },
    sample: { params: number, body: { reason: 'Behörigheten ska läggas upp' } },
  })
  reveal(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { number: one }: CaseNumber,
    @FromBody() { reason }: z.output<typeof revealWish>,
  ): Promise<ShownCase> {
    return this.desk.reveal(reach, one, reason, this.readers.of(by, 'people:reveal', trace));
  }

  @Post(':number/claim')
  @Route({
    ...deed,
    summary: 'Takes a case, or takes it over with a reason',
    body: claimWish,
    ifMatch: true,
    refusals: held,
    sample: { params: number, body: {} },
  })
  claim(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { number: one }: CaseNumber,
    @FromBody() { takeOver }: z.output<typeof claimWish>,
    @IfMatch() version: number,
  ): Promise<ShownCase> {
    return this.desk.claim(reach, one, this.readers.of(by, 'cases:work', trace), version, takeOver);
  }

  @Post(':number/release')
  @Route({
    ...deed,
    summary: 'Gives a case back to the queue',
    ifMatch: true,
    refusals: { ...held, 'not-your-case': 409 },
    sample: { params: number },
  })
  release(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { number: one }: CaseNumber,
    @IfMatch() version: number,
  ): Promise<ShownCase> {
    return this.desk.release(reach, one, this.readers.of(by, 'cases:work', trace), version);
  }

  @Post(':number/notes')
  @Route({
    ...deed,
    summary: 'Adds a note',
    body: noteWish,
    status: 201,
    idempotent: true,
    refusals: { 'not-found': 404 },
    sample: { params: number, body: { text: 'Ringt chefen' } },
  })
  note(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { number: one }: CaseNumber,
    @FromBody() { text }: z.output<typeof noteWish>,
  ): Promise<ShownCase> {
    return this.desk.note(reach, one, this.readers.of(by, 'cases:work', trace), text);
  }

  @Post(':number/return')
  @Route({
    ...deed,
    summary: 'Returns a case to the manager or the HSA administrator',
    description: 'It comes back when what it shows changes, when nothing that they can mend is in the way, or when somebody claims it.',
    body: returnWish,
    ifMatch: true,
    refusals: held,
    sample: { params: number, body: { to: 'hsa-administrator', reason: 'Fel enhet i HSA' } },
  })
  sendBack(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { number: one }: CaseNumber,
    @FromBody() { to, reason }: z.output<typeof returnWish>,
    @IfMatch() version: number,
  ): Promise<ShownCase> {
    return this.desk.sendBack(reach, one, this.readers.of(by, 'cases:work', trace), version, to, reason);
  }

  @Post(':number/grant')
  @Route({
    ...deed,
    summary: 'The permission is in Cosmic',
    description: 'Refused with everything that is in the way. People are told when the undo window is over.',
    body: grantWish,
    ifMatch: true,
    refusals: { ...held, 'not-grantable': 409, 'already-granted': 409, 'unit-not-in-case': 422, 'act-not-for-event': 422 },
    sample: { params: number, body: {} },
  })
  grant(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { number: one }: CaseNumber,
    @FromBody() wish: z.output<typeof grantWish>,
    @IfMatch() version: number,
  ): Promise<ShownCase> {
    return this.desk.grant(reach, one, this.readers.of(by, 'cases:work', trace), version, wish);
  }

  @Post(':number/undo')
  @Route({
    ...deed,
    summary: 'The grant was a mistake: undone while nobody has been told',
    ifMatch: true,
    refusals: { 'not-found': 404, 'changed-meanwhile': 412, 'undo-too-late': 409, 'nothing-to-undo': 409 },
    sample: { params: number },
  })
  undo(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { number: one }: CaseNumber,
    @IfMatch() version: number,
  ): Promise<ShownCase> {
    return this.desk.undo(reach, one, this.readers.of(by, 'cases:work', trace), version);
  }

  @Post(':number/remove')
  @Route({
    ...deed,
    summary: "The permission is out of Cosmic; with the last of a leaver's the account is closed",
    body: removeWish,
    ifMatch: true,
    refusals: { ...held, 'no-such-grant': 409, 'act-not-for-event': 422 },
    sample: { params: number, body: {} },
  })
  remove(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { number: one }: CaseNumber,
    @FromBody() { units }: z.output<typeof removeWish>,
    @IfMatch() version: number,
  ): Promise<ShownCase> {
    return this.desk.remove(reach, one, this.readers.of(by, 'cases:work', trace), version, units);
  }

  @Post(':number/done')
  @Route({
    ...deed,
    summary: 'Cosmic is as the case says',
    body: doneWish,
    ifMatch: true,
    refusals: { ...held, 'act-not-for-event': 422, 'grants-open': 409, 'nothing-granted-yet': 409, 'withdrawal-not-recorded': 409 },
    sample: { params: number, body: {} },
  })
  done(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { number: one }: CaseNumber,
    @FromBody() { nothingGranted }: z.output<typeof doneWish>,
    @IfMatch() version: number,
  ): Promise<ShownCase> {
    return this.desk.done(reach, one, this.readers.of(by, 'cases:work', trace), version, nothingGranted);
  }

  @Post(':number/told')
  @Route({
    ...deed,
    summary: 'Somebody has told the person, whom no mail could reach',
    refusals: { 'not-found': 404, 'nothing-to-confirm': 409 },
    sample: { params: number },
  })
  told(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { number: one }: CaseNumber,
  ): Promise<ShownCase> {
    return this.desk.told(reach, one, this.readers.of(by, 'cases:work', trace));
  }
}
