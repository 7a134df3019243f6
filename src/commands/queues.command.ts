import { Injectable } from '@nestjs/common';
import type { AdDispatchResult } from '../external-ad/ad-worker.service';
import { MailDispatcher } from '../notifications/dispatcher.service';
import { OutboxService } from '../notifications/outbox.service';
import { LeftoverEvents } from '../reconciliation/leftover-events.service';
import type { Actor } from '../audit/actor';
import { ExternalAdDispatcher } from '../external-ad/external-ad-dispatcher.service';
import { displayTime } from '../platform/time';
import { InformService } from '../service-desk/inform.service';
import { adRefusalTexts } from '../texts/sv/ad-refusals';
import { caseLines } from '../texts/sv/case';
import { cliTexts } from '../texts/sv/cli';
import { type Answer, EXIT } from './output.cli';

const WAIT_MS = 2 * 60 * 1000;

export interface DispatchWish {
  mail: boolean;
  ad: boolean;
  actor: Actor;
  signal?: AbortSignal;
  /** See `AdDispatchOptions`. */
  lostController?: string | undefined;
}

/** The two queues: `dispatch` drains each once, `outbox` shows the mails. */
@Injectable()
export class QueuesCommand {
  constructor(
    private readonly leftovers: LeftoverEvents,
    private readonly mail: MailDispatcher,
    private readonly outbox: OutboxService,
    private readonly ad: ExternalAdDispatcher,
    private readonly informing: InformService,
  ) {}

  /** Whoever runs this has just mended something: what waits for a later time is tried too. */
  async dispatch({ mail, ad, actor, signal, lostController }: DispatchWish): Promise<Answer> {
    await this.leftovers.tell();
    if (mail) await this.informing.informDue(signal);
    const mails = mail ? await this.mail.dispatch({ ignoreBackoff: true, waitMs: WAIT_MS, signal }) : null;
    const options = { ...(signal && { signal }), ...(lostController !== undefined && { lostController: lostController.toLowerCase() }) };
    const accounts = ad ? await this.ad.dispatch({ actor, ignoreBackoff: true, waitMs: WAIT_MS, ...options }) : null;
    const failed = (mails !== null && (mails.attemptsFailed > 0 || mails.busy)) || (accounts !== null && hasFailed(accounts));
    return {
      json: { ...(mails && { mail: mails }), ...(accounts && { ad: accounts }) },
      lines: [...(mails ? [cliTexts.dispatched(mails)] : []), ...(accounts ? adLines(accounts) : [])],
      status: failed ? EXIT.failed : EXIT.done,
    };
  }

  async list(): Promise<Answer> {
    const mails = await this.outbox.list();
    const lines = mails.map(
      ({ createdAt, state, to, subject, attempts, lastError }) =>
        `${displayTime(createdAt)}  ${caseLines.mailStates[state]}  ${to}  ${subject}${attempts > 1 || lastError ? `  (${attempts} försök${lastError === null ? '' : `, ${lastError}`})` : ''}`,
    );
    return { json: mails, lines: lines.length === 0 ? [cliTexts.nothing] : lines, status: EXIT.done };
  }
}

const hasFailed = ({ refused, partlyRefused, attemptsFailed, busy, trouble }: AdDispatchResult): boolean =>
  refused > 0 || partlyRefused > 0 || attemptsFailed > 0 || busy || trouble !== null;

const adLines = (result: AdDispatchResult): string[] => [
  cliTexts.adDispatched(result),
  ...(result.trouble ? [cliTexts.adTrouble(result.trouble.server, adRefusalTexts.sentence(result.trouble.code))] : []),
];
