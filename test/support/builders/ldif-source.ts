import { LdifSource, type LdifSourceOptions } from '../../../src/directory/ldif/ldif.source';
import type { LdifSourceConfiguration } from '../../../src/platform/config/schema';

/** Bergs kommun's LDIF file `berg.ldif` below `root`, at noon on 15 June 2026. */
export const ldifSource = (
  root: string,
  configuration: Partial<LdifSourceConfiguration> = {},
  options: Partial<LdifSourceOptions> = {},
): LdifSource =>
  new LdifSource({
    configuration: {
      kind: 'ldif',
      file: 'berg.ldif',
      manifestFile: null,
      attributes: {},
      sentinel: null,
      knownPersons: [],
      ...configuration,
    },
    municipality: { code: 'berg', hsaIdPrefixes: ['SE2120002502-'], allowTestHsaIds: false },
    systemRole: 'RJH;LINK',
    root,
    hashPersonalNumber: (digits) => `hash-of-${digits}`,
    clock: { now: () => '2026-06-15T10:00:00.000Z' },
    ...options,
  });
