/* Real: TCP, TLS, everything behind the port. Faked: the controller, which is as strict as Microsoft's, where Samba is not. */
import { readFileSync } from 'node:fs';
import { Client } from 'ldapts';
import { AdLdapDirectory } from '../../src/external-ad/ldap/ad.directory';
import { StrictAd } from '../servers/strict-ad/strict-ad';
import { byHandThrough } from '../support/ad-by-hand';
import { strictAdConfiguration } from '../support/builders/strict-ad-configuration';
import { describeActiveDirectory } from './active-directory.contract';

const OTHER_UNIT = 'OU=Andra,DC=ad,DC=example,DC=se';

async function adminOf(ad: StrictAd): Promise<Client> {
  const client = new Client({ url: ad.url, tlsOptions: { ca: readFileSync(ad.caFile!) } });
  await client.bind(ad.administrator.dn, ad.administrator.password);
  return client;
}

describeActiveDirectory('A strict controller', async () => {
  const ad = await StrictAd.start();
  ad.byHand().add(OTHER_UNIT, 'organizationalUnit');
  const configuration = strictAdConfiguration(ad);
  const admin = await adminOf(ad);
  return {
    directory: new AdLdapDirectory(configuration),
    configuration,
    byHand: byHandThrough(() => Promise.resolve(admin)),
    otherUnit: OTHER_UNIT,
    stop: async () => {
      await admin.unbind();
      await ad.close();
    },
  };
});
