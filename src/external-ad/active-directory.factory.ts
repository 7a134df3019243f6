import type { ExternalAdConfiguration } from '../platform/config/schema';
import type { ActiveDirectory } from './active-directory';
import { AdLdapDirectory } from './ldap/ad.directory';

/** The AD that the configuration names; null where it is the model in the database. */
export const createActiveDirectory = (configuration: ExternalAdConfiguration): ActiveDirectory | null =>
  configuration.kind === 'ldap' ? new AdLdapDirectory(configuration) : null;
