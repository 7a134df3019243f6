import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../audit/actor';
import type { Reach } from '../auth/reach';
import { maskPersonalNumbers } from '../people/personal-number-in-text';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { LARGEST_LIMIT } from '../platform/paging';
import { displayTime } from '../platform/time';
import { CaseDesk, type DeskWork } from '../service-desk/case-desk.service';
import { CASE_STATES, type CaseState, RETURN_TARGETS, type ReturnTarget } from '../service-desk/case-state';
import type { CaseSummary } from '../service-desk/case-summary';
import { GrantService, type GrantWish, type Recorded } from '../service-desk/grant.service';
import { InformService } from '../service-desk/inform.service';
import { ListCases } from '../service-desk/list-cases.service';
import { NextCase } from '../service-desk/next-case.service';
import { ReturnCase } from '../service-desk/return-case.service';
import { SendAgain } from '../service-desk/send-again.service';
import { ShowCaseService } from '../service-desk/show-case.service';
import { caseLines as texts } from '../texts/sv/case';
import { cliTexts } from '../texts/sv/cli';
import { linesOfCase } from './case-lines.cli';
import { type Answer, EXIT, table, UsageError } from './output.cli';

/** Servicecenter's work at a terminal: `case …`, `outbox send-again`. Whoever runs the service reaches every municipality. */
@Injectable()
export class DeskCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly cases: ListCases,
    private readonly shown: ShowCaseService,
    private readonly desk: CaseDesk,
    private readonly nextCase: NextCase,
    private readonly returning: ReturnCase,
    private readonly grants: GrantService,
    private readonly informing: InformService,
    private readonly mails: SendAgain,
  ) {}

  async show(number: string, reveal: { actor: Actor; reason: string } | null): Promise<Answer> {
    const shown = await this.shown.show(number, reveal);
    if (!shown) return failure(cliTexts.noSuchCase(maskPersonalNumbers(number)));
    return { json: shown, lines: linesOfCase(shown), status: EXIT.done };
  }

  async list(municipalities: readonly string[], states: readonly string[]): Promise<Answer> {
    const wanted = states.length === 0 ? undefined : states.map(stateNamed);
    const reach = this.reach().filter(({ municipality }) => municipalities.length === 0 || municipalities.includes(municipality));
    const items: CaseSummary[] = [];
    let after: string | undefined;
    do {
      const page = await this.cases.list(reach, { ...(wanted && { states: wanted }), limit: LARGEST_LIMIT, after });
      items.push(...page.items);
      after = page.next ?? undefined;
    } while (after !== undefined);
    const lines = table(items.map(rowOf));
    return { json: items, lines: lines.length === 0 ? [cliTexts.nothing] : lines, status: EXIT.done };
  }

  async claim(number: string, actor: Actor, takeOver: string | null): Promise<Answer> {
    await this.desk.claim(this.reach(), number, workOf(actor), takeOver);
    return this.told(number, texts.deed.claimed(number));
  }

  async release(number: string, actor: Actor): Promise<Answer> {
    await this.desk.release(this.reach(), number, workOf(actor));
    return this.told(number, texts.deed.released(number));
  }

  async next(actor: Actor, municipalities: readonly string[]): Promise<Answer> {
    const reach = this.reach().filter(({ municipality }) => municipalities.length === 0 || municipalities.includes(municipality));
    const taken = await this.nextCase.take(reach, workOf(actor));
    if (!taken) return { json: null, lines: [texts.none], status: EXIT.done };
    const shown = await this.shown.show(taken.number, null);
    return { json: shown, lines: [texts.deed.claimed(taken.number), ...(shown ? linesOfCase(shown) : [])], status: EXIT.done };
  }

  async note(number: string, actor: Actor, text: string): Promise<Answer> {
    await this.desk.addNote(this.reach(), number, workOf(actor), text);
    return this.told(number, texts.deed.noted(number));
  }

  async sendBack(number: string, actor: Actor, to: string, reason: string): Promise<Answer> {
    if (!isTarget(to)) throw new UsageError(texts.returnTargets(RETURN_TARGETS));
    await this.returning.sendBack(this.reach(), number, workOf(actor), to, reason);
    return this.told(number, texts.deed.returned(number));
  }

  async grant(number: string, actor: Actor, wish: GrantWish): Promise<Answer> {
    const { grants } = await this.grants.grant(this.reach(), number, workOf(actor), wish);
    return this.told(number, texts.deed.granted(number, grants.length));
  }

  async undo(number: string, actor: Actor): Promise<Answer> {
    await this.grants.undo(this.reach(), number, workOf(actor));
    return this.told(number, texts.deed.undone(number));
  }

  async remove(number: string, actor: Actor, units: readonly string[] | null): Promise<Answer> {
    const { grants }: Recorded = await this.grants.remove(this.reach(), number, workOf(actor), units);
    return this.told(number, texts.deed.removed(number, grants.length));
  }

  async done(number: string, actor: Actor, nothingGranted: boolean): Promise<Answer> {
    const [reach, work] = [this.reach(), workOf(actor)];
    await (nothingGranted ? this.grants.confirmNothingGranted(reach, number, work) : this.grants.done(reach, number, work));
    return this.told(number, texts.deed.done(number));
  }

  /** The person of the case has been told by somebody that the permission is ready. */
  async personTold(number: string, actor: Actor): Promise<Answer> {
    await this.informing.confirmOfCase(this.reach(), number, workOf(actor));
    return this.told(number, texts.deed.told(number));
  }

  async sendAgain(id: string, actor: Actor): Promise<Answer> {
    await this.mails.sendAgain(null, id, workOf(actor));
    return { json: { id, state: 'waiting' }, lines: [texts.sentAgain(id)], status: EXIT.done };
  }

  private async told(number: string, line: string): Promise<Answer> {
    return { json: await this.shown.show(number, null), lines: [line], status: EXIT.done };
  }

  private reach(): Reach {
    return this.configuration.municipalities.map(({ code }) => ({ municipality: code, unit: null }));
  }
}

const workOf = (actor: Actor): DeskWork => ({ actor, traceId: randomUUID(), version: null });

const failure = (error: string): Answer => ({ json: { error }, lines: [error], status: EXIT.failed });

function stateNamed(text: string): CaseState {
  const found = CASE_STATES.find((state) => state === text);
  if (!found) throw new UsageError(texts.statesThere(CASE_STATES));
  return found;
}

const isTarget = (text: string): text is ReturnTarget => (RETURN_TARGETS as readonly string[]).includes(text);

const rowOf = ({ number, event, state, ready, openedAt, dueAt, isLate, municipality, hsaId, name, unit, claimedBy }: CaseSummary) => [
  number,
  texts.events[event],
  texts.states[state],
  ready && state === 'open' ? texts.canGrant : '',
  displayTime(openedAt),
  `${displayTime(dueAt)}${isLate ? ` ${texts.late}` : ''}`,
  municipality ?? cliTexts.protectedPerson,
  hsaId ?? '',
  name ?? '',
  unit ?? '',
  claimedBy ?? '',
];
