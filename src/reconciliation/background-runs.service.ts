import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { ServiceError } from '../platform/errors';
import { apartFromRequest } from '../platform/idempotency/change-hook';
import { runTexts } from '../texts/sv/runs';
import { ReconcileService } from './reconcile.service';
import type { RunRequest } from './run-request';
import type { RunResult } from './run-result';

export type Begun = { outcome: 'begun'; runId: string } | { outcome: 'busy' };

/** @throws ServiceError where it was not another run that stood in the way */
function notBegun({ reason }: RunResult): Begun {
  if (reason === runTexts.otherRunIsGoingOn) return { outcome: 'busy' };
  throw new ServiceError('run-not-begun', reason ?? runTexts.stopped);
}

/** Runs that somebody asks for and does not wait for. Where the service stops, they come to their next safe point first. */
@Injectable()
export class BackgroundRuns implements BeforeApplicationShutdown {
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(private readonly reconciler: ReconcileService) {}

  /** Answers when it has begun; `busy`: another run of the municipality goes on. */
  begin(request: Omit<RunRequest, 'waitMs'>): Promise<Begun> {
    return new Promise((resolve, reject) => {
      let hasBegun = false;
      const onStarted = (runId: string): void => {
        hasBegun = true;
        resolve({ outcome: 'begun', runId });
      };
      const wish = { ...request, waitMs: 0, signal: this.#stopping.signal, onStarted };
      const run = apartFromRequest(() => this.reconciler.run(wish))
        .then((ended) => (hasBegun ? undefined : resolve(notBegun(ended))))
        .catch(reject)
        .finally(() => this.#running.delete(run));
      this.#running.add(run);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running);
  }
}
