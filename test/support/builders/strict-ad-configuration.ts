import { configurationSchema, type LdapAdConfiguration } from '../../../src/platform/config/schema';
import type { StrictAd } from '../../servers/strict-ad/strict-ad';
import { minimalConfiguration } from './configuration';

/** A strict AD as the configuration names it, with every default, for those who are given it parsed. */
export function strictAdConfiguration(ad: StrictAd, more: Partial<LdapAdConfiguration> = {}): LdapAdConfiguration {
  const { externalAd } = configurationSchema.parse({ ...minimalConfiguration(), externalAd: ad.configuration(more) });
  if (externalAd.kind !== 'ldap') throw new Error('Not over LDAP');
  return externalAd;
}
