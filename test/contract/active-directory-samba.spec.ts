/* Real: Samba, TLS, everything behind the port, an account with the delegated rights and no others. Nothing is faked. */
import { AdLdapDirectory } from '../../src/external-ad/ldap/ad.directory';
import { OTHER_UNIT, Samba } from '../servers/samba';
import { byHandThrough } from '../support/ad-by-hand';
import { adConfiguration } from '../support/builders/ad-configuration';
import { describeActiveDirectory } from './active-directory.contract';

jest.setTimeout(120_000);

describeActiveDirectory('Samba', async () => {
  const samba = await Samba.start();
  const configuration = adConfiguration(samba);
  return {
    directory: new AdLdapDirectory(configuration),
    configuration,
    byHand: byHandThrough(() => samba.admin()),
    otherUnit: OTHER_UNIT,
    stop: () => samba.remove(),
  };
});
