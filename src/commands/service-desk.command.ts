import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../audit/actor';
import { maskPersonalNumbers } from '../people/personal-number-in-text';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { displayTime } from '../platform/time';
import { AcceptHoldService } from '../reconciliation/accept-hold.service';
import { ReleaseService } from '../reconciliation/release.service';
import { ShowCaseService, type ShownCase } from '../service-desk/show-case.service';
import { caseFieldTexts, caseLines } from '../texts/sv/case';
import { cliTexts } from '../texts/sv/cli';
import { type Answer, EXIT, UsageError } from './output.cli';
import { refusePersonalNumber } from './personal-number-refused.cli';
import { progress } from './progress.cli';
import { answerOf } from './sync.command';

const WAIT_MS = 10 * 60 * 1000;

/** What a person decides at the terminal: `case show`, `release`, `hold accept`. */
@Injectable()
export class ServiceDeskCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly cases: ShowCaseService,
    private readonly releaser: ReleaseService,
    private readonly holds: AcceptHoldService,
  ) {}

  async showCase(number: string, reveal: { actor: Actor; reason: string } | null): Promise<Answer> {
    const shown = await this.cases.show(number, reveal);
    if (!shown) return failure(cliTexts.noSuchCase(maskPersonalNumbers(number)));
    return { json: shown, lines: linesOf(shown), status: EXIT.done };
  }

  async release(runId: string, actor: Actor, reason: string, signal?: AbortSignal): Promise<Answer> {
    const show = progress((people, rate) => cliTexts.progress(runId, people, rate));
    const released = await this.releaser.release(runId, actor, reason, { waitMs: WAIT_MS, onProgress: show.tick, signal });
    show.end();
    if (released.outcome === 'refused') throw new UsageError(released.reason);
    return answerOf([released.run], this.configuration, false);
  }

  async acceptHold(hsaId: string, actor: Actor, reason: string, signal?: AbortSignal): Promise<Answer> {
    refusePersonalNumber(hsaId);
    const accepted = await this.holds.accept(hsaId, actor, reason, { waitMs: WAIT_MS, signal });
    if (accepted.outcome === 'refused') throw new UsageError(accepted.reason);
    if (accepted.outcome === 'busy') return failure(accepted.reason);
    const { municipality, settled } = accepted;
    return {
      json: { hsaId: settled.hsaId, municipality, action: settled.action },
      lines: [cliTexts.accepted(settled.hsaId)],
      status: EXIT.done,
    };
  }
}

const failure = (error: string): Answer => ({ json: { error }, lines: [error], status: EXIT.failed });

function linesOf({ number, event, state, facts, history, openedAt }: ShownCase): string[] {
  return [
    caseLines.heading(number, event, state, displayTime(openedAt)),
    ...(facts
      ? [
          [caseFieldTexts.hsaId, facts.hsaId],
          [caseFieldTexts.name, facts.name],
          [caseFieldTexts.municipality, facts.municipality],
          [caseFieldTexts.unit, facts.unit && [facts.unit.path.join(' / '), facts.unit.hsaId].filter(Boolean).join(', ')],
          [caseFieldTexts.titles, facts.titles.join(', ')],
          [caseFieldTexts.prescriberCode, facts.prescriberCode],
          [caseFieldTexts.commissions, facts.commissions.map(({ name, purpose }) => [name, purpose].filter(Boolean).join(', ')).join('; ')],
          [
            caseFieldTexts.period,
            [facts.startDate, facts.endDate]
              .map((day) => day ?? '')
              .join(' – ')
              .trim(),
          ],
          [caseFieldTexts.accountName, facts.accountName],
          [caseFieldTexts.userPrincipalName, facts.userPrincipalName],
          [caseFieldTexts.reason, facts.reason],
        ].flatMap(([label, value]) => (value && value !== '–' ? [`  ${label ?? ''}: ${value}`] : []))
      : [`  ${caseLines.protected}`]),
    ...history.map(
      ({ event: what, at, mail }) =>
        `  ${displayTime(at)} ${caseLines.events[what as keyof typeof caseLines.events]}${mail === null ? '' : ` – ${caseLines.mail} ${caseLines.mailStates[mail.state as keyof typeof caseLines.mailStates]}`}`,
    ),
    ...history.flatMap(({ changes }) =>
      (changes ?? []).map(({ field, before, after }) => `    ${caseLines.fields[field]}: ${before ?? '-'} → ${after ?? '-'}`),
    ),
  ];
}
