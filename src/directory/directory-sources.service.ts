import { Inject, Injectable } from '@nestjs/common';
import { personalNumberHasher } from '../people/personal-number';
import { Clock } from '../platform/clock';
import { CONFIGURATION, PROJECT_ROOT } from '../platform/config/configuration.token';
import { IdentityKey } from '../platform/config/identity-key.service';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import type { DirectorySource } from './directory-source';
import { LdapSource } from './ldap/ldap.source';
import { LdifSource } from './ldif/ldif.source';

/** One source per municipality, of the kind its configuration names. */
@Injectable()
export class DirectorySources {
  readonly #sources = new Map<string, DirectorySource>();

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(PROJECT_ROOT) private readonly root: string,
    private readonly identityKey: IdentityKey,
    private readonly clock: Clock,
  ) {}

  /** @throws Error for a code that is not configured */
  of(code: string): DirectorySource {
    const known = this.#sources.get(code);
    if (known) return known;
    const municipality = this.configuration.municipalities.find((one) => one.code === code);
    if (!municipality) throw new Error(`No municipality ${code} is configured`);
    const source = this.make(municipality);
    this.#sources.set(code, source);
    return source;
  }

  private make(municipality: MunicipalityConfiguration): DirectorySource {
    const { source } = municipality;
    const { systemRole } = this.configuration;
    const shared = { municipality, systemRole, hashPersonalNumber: personalNumberHasher(this.identityKey.secret), clock: this.clock };
    return source.kind === 'ldif'
      ? new LdifSource({ ...shared, configuration: source, root: this.root })
      : new LdapSource({ ...shared, configuration: source });
  }
}
