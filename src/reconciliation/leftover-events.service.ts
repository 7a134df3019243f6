import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { type HeldLease, LeaseService } from '../platform/leases/lease.service';
import { TellServiceDesk } from '../service-desk/tell-service-desk.service';
import { municipalityLease } from './run-request';

/** What a run decided but did not come to tell of: it was killed, or there is more than one transaction takes. While a run goes on, telling is its own business. */
@Injectable()
export class LeftoverEvents {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly leases: LeaseService,
    private readonly serviceDesk: TellServiceDesk,
  ) {}

  async tell(): Promise<void> {
    for (const code of await this.serviceDesk.untold(this.dataSource.manager)) {
      const municipality = this.configuration.municipalities.find((one) => one.code === code);
      const lease = municipality && (await this.leases.acquire(municipalityLease(code)));
      if (!municipality || !lease) continue;
      try {
        await this.tellUnder(lease, municipality);
      } finally {
        await lease.release();
      }
    }
  }

  /** For who holds the municipality's lease already: all that is left to tell. */
  async tellUnder(lease: HeldLease, municipality: MunicipalityConfiguration): Promise<void> {
    const once = (): Promise<boolean> =>
      this.dataSource.transaction(async (manager) => {
        await lease.assertHeld(manager);
        return this.serviceDesk.tell(manager, municipality);
      });
    while (await once());
  }
}
