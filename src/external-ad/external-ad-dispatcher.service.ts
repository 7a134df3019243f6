import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { type AdDispatchOptions, type AdDispatchResult, AdWorker } from './ad-worker.service';
import { ModelQueue } from './model/model-queue.service';

/** Brings the external AD that is configured, a real one or the model, to what is desired. */
@Injectable()
export class ExternalAdDispatcher {
  constructor(
    private readonly model: ModelQueue,
    private readonly worker: AdWorker,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  dispatch(options: AdDispatchOptions): Promise<AdDispatchResult> {
    return this.configuration.externalAd.kind === 'ldap' ? this.worker.dispatch(options) : this.model.dispatch(options);
  }
}
