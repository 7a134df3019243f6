import { StrictAd, type StrictAdOptions } from '../servers/strict-ad/strict-ad';
import { NO_BRAKE } from './builders/inhabitants';
import { TestService } from './service';

/** The whole service with an AD as strict as Microsoft's in this process. */
export interface ServiceWithAd {
  ad: StrictAd;
  service: TestService;
  close(): Promise<void>;
}

/** @param settings laid over `externalAd` */
export async function serviceWithAd(settings: object = {}, options: StrictAdOptions = {}): Promise<ServiceWithAd> {
  const ad = await StrictAd.start(options);
  const service = await TestService.start({
    externalAd: ad.configuration(settings),
    municipalities: [{ brake: NO_BRAKE }, { code: 'are', brake: NO_BRAKE }],
  });
  for (const code of ['berg', 'are'] as const) service.writeCatalogue(code, []);
  return {
    ad,
    service,
    close: async () => {
      await service.close();
      await ad.close();
    },
  };
}
