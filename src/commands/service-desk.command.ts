import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../audit/actor';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { AcceptHoldService } from '../reconciliation/accept-hold.service';
import { ReleaseService } from '../reconciliation/release.service';
import { cliTexts } from '../texts/sv/cli';
import { type Answer, EXIT, UsageError } from './output.cli';
import { refusePersonalNumber } from './personal-number-refused.cli';
import { progress } from './progress.cli';
import { answerOf } from './sync.command';

const WAIT_MS = 10 * 60 * 1000;

/** What a person decides at the terminal about what was stopped: `release`, `hold accept`. */
@Injectable()
export class ServiceDeskCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly releaser: ReleaseService,
    private readonly holds: AcceptHoldService,
  ) {}

  async release(runId: string, actor: Actor, reason: string, signal?: AbortSignal): Promise<Answer> {
    const show = progress((people, rate) => cliTexts.progress(runId, people, rate));
    const released = await this.releaser.release(runId, actor, reason, { waitMs: WAIT_MS, onProgress: show.tick, signal });
    show.end();
    if (released.outcome === 'refused') throw new UsageError(released.reason);
    if (released.outcome === 'approved')
      return { json: { runs: [], approved: runId }, lines: [released.reason], status: EXIT.haltedOrIncomplete };
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
