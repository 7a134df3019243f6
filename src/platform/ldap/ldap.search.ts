import type { Control, Filter, SearchEntry } from 'ldapts';
import { DistinguishedNameError } from '../../people/distinguished-name';
import type { DnPlaces } from './dn-places';
import type { LdapConnection } from './ldap.connection';
import { LdapFault, RESULT } from './ldap-fault';

export interface SearchScope {
  filter: Filter;
  attributes: readonly string[];
  /** One entry alone, by its name; default: everything under the base. */
  entry?: string;
}

export interface SearchSettings {
  baseDn: string;
  pageSize: number;
  expectedReferences: readonly string[];
  /** Sent with each request, beside that of paging. */
  controls?: readonly Control[];
  /** A server may have one cookie for a whole search (Samba): then entries show whether it gets on. */
  mayRepeatCookie?: boolean;
}

/**
 * Searches on one bound connection, each proven to have come to its end. The first row that fits ends the read:
 *
 * | met | fault |
 * |---|---|
 * | a result code other than success | result |
 * | the connection ends or hangs, or what comes is no LDAP | lost, timeout, protocol |
 * | an entry that lies neither at nor under the base | outside-base |
 * | a search reference none of whose URLs is expected | reference |
 * | an answer without the paging control | paging-missing |
 * | a name that is none, a text that is not UTF-8 | undecodable |
 * | a cookie that came before in this search, where that is not the server's way | paging-repeated |
 * | where it is: such a cookie on a page without entries, or a name that came before | paging-repeated |
 *
 * A page without entries but with a cookie is followed by another: only an empty cookie is the end (RFC 2696).
 */
export class LdapSearch {
  readonly #connection: LdapConnection;
  readonly #settings: SearchSettings;
  readonly #expected: ReadonlySet<string>;

  constructor(
    connection: LdapConnection,
    settings: SearchSettings,
    readonly places: DnPlaces,
  ) {
    this.#connection = connection;
    this.#settings = settings;
    this.#expected = new Set(settings.expectedReferences.map(placeOfUrl));
  }

  get server(): string {
    return this.#connection.server;
  }

  /**
   * One entry alone that is not there (it was removed or moved meanwhile) is no fault: nothing is found.
   * @param onPageEnd is waited for before the next page is asked for
   * @throws LdapFault
   */
  async each(
    scope: SearchScope,
    onEntry: (entry: SearchEntry) => void,
    onPageEnd: () => void | Promise<void> = () => undefined,
  ): Promise<void> {
    try {
      await this.pages(scope, onEntry, onPageEnd);
    } catch (error) {
      const isGone = error instanceof LdapFault && error.kind === 'result' && error.detail.resultCode === RESULT.noSuchObject;
      if (scope.entry === undefined || !isGone) throw error;
    }
  }

  private async pages(
    { filter, attributes, entry }: SearchScope,
    onEntry: (entry: SearchEntry) => void,
    onPageEnd: () => void | Promise<void>,
  ): Promise<void> {
    const { baseDn, pageSize, controls = [], mayRepeatCookie = false } = this.#settings;
    const scope = entry === undefined ? ('sub' as const) : ('base' as const);
    const request = { base: entry ?? baseDn, scope, filter, pageSize, controls };
    const cookies = new Set<string>();
    const names = new Set<string>();
    let cookie: Buffer = Buffer.alloc(0);
    do {
      let entries = 0;
      const page = await this.#connection.page({ ...request, attributes: [...attributes], cookie }, (found) => {
        if (!this.places.holds(found.name)) throw this.fault('outside-base');
        if (names.has(found.name)) throw this.fault('paging-repeated');
        if (mayRepeatCookie) names.add(found.name);
        entries++;
        this.handOver(found, onEntry);
      });
      for (const urls of page.references) if (!urls.some((url) => this.#expected.has(placeOfUrl(url)))) throw this.fault('reference');
      if (page.cookie === null) throw this.fault('paging-missing');
      // A copy: the one that came is part of what was received.
      cookie = Buffer.from(page.cookie);
      const key = cookie.toString('base64');
      if (cookies.has(key) && !(mayRepeatCookie && entries > 0)) throw this.fault('paging-repeated');
      cookies.add(key);
      await onPageEnd();
    } while (cookie.length > 0);
  }

  private handOver(found: SearchEntry, onEntry: (entry: SearchEntry) => void): void {
    try {
      onEntry(found);
    } catch (error) {
      throw error instanceof DistinguishedNameError ? new LdapFault('undecodable', this.server, { cause: 'dn' }) : error;
    }
  }

  private fault(kind: LdapFault['kind']): LdapFault {
    return new LdapFault(kind, this.server);
  }
}

/** A reference also tells the scope to go on with, which is no part of where it points. */
const placeOfUrl = (url: string): string => (url.split('?', 1)[0] ?? '').toLowerCase();
