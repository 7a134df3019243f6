import { Injectable } from '@nestjs/common';
import { MailDispatcher } from '../notifications/dispatcher.service';
import { OutboxService } from '../notifications/outbox.service';
import { LeftoverEvents } from '../reconciliation/leftover-events.service';
import { ModelQueue } from '../external-ad/model/model-queue.service';
import { displayTime } from '../platform/time';
import { caseLines } from '../texts/sv/case';
import { cliTexts } from '../texts/sv/cli';
import { type Answer, EXIT } from './output.cli';

const WAIT_MS = 2 * 60 * 1000;

/** The two queues: `dispatch` drains each once, `outbox` shows the mails. */
@Injectable()
export class QueuesCommand {
  constructor(
    private readonly leftovers: LeftoverEvents,
    private readonly mail: MailDispatcher,
    private readonly outbox: OutboxService,
    private readonly ad: ModelQueue,
  ) {}

  /** Whoever runs this has just mended something: what waits for a later time is tried too. */
  async dispatch({ mail, ad, signal }: { mail: boolean; ad: boolean; signal?: AbortSignal }): Promise<Answer> {
    await this.leftovers.tell();
    const mails = mail ? await this.mail.dispatch({ ignoreBackoff: true, waitMs: WAIT_MS, signal }) : null;
    const accounts = ad ? await this.ad.standing() : null;
    const failed = (mails !== null && (mails.attemptsFailed > 0 || mails.busy)) || (accounts !== null && accounts.refused > 0);
    return {
      json: { ...(mails && { mail: mails }), ...(accounts && { ad: accounts }) },
      lines: [...(mails ? [cliTexts.dispatched(mails)] : []), ...(accounts ? [cliTexts.adDispatched(accounts)] : [])],
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
