import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OutboxService } from '../notifications/outbox.service';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import { publicLink } from '../platform/config/public-link';
import type { Configuration } from '../platform/config/schema';
import { forUpdate } from '../platform/database/row-locks';
import { addMilliseconds } from '../platform/time';
import type { Verdict } from './guards';
import { MunicipalityStateEntity } from './run.entity';

/** Without a complete read for this long operations is told (promise 1). */
const DAY_MS = 24 * 3600 * 1000;

/** Mails to operations: once when something begins, not each quarter of an hour while it goes on. */
@Injectable()
export class OperationsAlerts {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly outbox: OutboxService,
  ) {}

  async halted(
    manager: EntityManager,
    municipality: { code: string; name: string },
    runId: string,
    { tripped, releasable }: Verdict,
    applied: number,
  ): Promise<void> {
    const state = await manager.findOneBy(MunicipalityStateEntity, { code: municipality.code });
    const to = this.configuration.operations.address;
    if (to === null || state?.haltTold) return;
    await this.outbox.queue(manager, [
      {
        recipient: to,
        municipality: municipality.code,
        model: {
          kind: 'halt',
          municipalityName: municipality.name,
          municipalityCode: municipality.code,
          runId,
          at: this.clock.now(),
          tripped,
          applied,
          releasable,
          link: this.link(runId),
        },
      },
    ]);
    await manager.update(MunicipalityStateEntity, { code: municipality.code }, { haltTold: true });
  }

  /** To be asked for when it begins: so much is otherwise in the AD that nothing of it is mended. */
  async healingHalted(manager: EntityManager, { code, name }: { code: string; name: string }, tripped: string[]): Promise<void> {
    const to = this.configuration.operations.address;
    if (to === null) return;
    await this.outbox.queue(manager, [
      { recipient: to, municipality: code, model: { kind: 'ad-halt', municipalityName: name, at: this.clock.now(), tripped } },
    ]);
  }

  /** Mails when the last complete read (or, without one, the first run) is a day old. */
  async readTrouble(
    manager: EntityManager,
    municipality: { code: string; name: string },
    runId: string | null,
    lastReason: string | null,
  ): Promise<void> {
    // Each instance of the service looks every hour, at the same moment.
    const state = await manager.findOne(MunicipalityStateEntity, { where: { code: municipality.code }, lock: forUpdate(manager) });
    const to = this.configuration.operations.address;
    if (to === null || !state || state.readTroubleTold) return;
    const since = state.lastCompleteReadAt ?? state.firstRunAt;
    if (addMilliseconds(since, DAY_MS) > this.clock.now()) return;
    await this.outbox.queue(manager, [
      {
        recipient: to,
        municipality: municipality.code,
        model: {
          kind: 'read-trouble',
          municipalityName: municipality.name,
          municipalityCode: municipality.code,
          lastCompleteAt: state.lastCompleteReadAt,
          lastReason,
          link: runId === null ? null : this.link(runId),
        },
      },
    ]);
    await manager.update(MunicipalityStateEntity, { code: municipality.code }, { readTroubleTold: true });
  }

  private link(runId: string): string {
    return publicLink(this.configuration.server.publicUrl, `runs/${runId}`);
  }
}
