import { StrictAd } from '../servers/strict-ad/strict-ad';
import { Samba } from '../servers/samba';
import { adOn } from '../support/builders/ad-configuration';
import { describeExternalAd } from './external-ad.contract';

// Real: the whole service, its database, Samba. The strict AD is a server in this process. Faked: the clock.

jest.setTimeout(120_000);

describeExternalAd('the model', () => Promise.resolve({ close: () => Promise.resolve() }));

describeExternalAd('an AD as strict as Microsoft’s', async () => {
  const ad = await StrictAd.start();
  return { externalAd: ad.configuration(), close: () => ad.close() };
});

describeExternalAd('Samba', async () => {
  const samba = await Samba.start();
  return { externalAd: adOn(samba), close: () => samba.remove() };
});
