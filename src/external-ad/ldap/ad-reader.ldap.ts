import { AndFilter, Control, EqualityFilter, type Filter, OrFilter } from 'ldapts';
import { formatDn, parentDn, parseDn } from '../../people/distinguished-name';
import { hsaIdKey } from '../../people/hsa-id';
import type { LdapAdConfiguration } from '../../platform/config/schema';
import { DnPlaces } from '../../platform/ldap/dn-places';
import { LdapFault, RESULT } from '../../platform/ldap/ldap-fault';
import type { LdapConnection } from '../../platform/ldap/ldap.connection';
import { LdapSearch } from '../../platform/ldap/ldap.search';
import type { AccountAttributes } from '../account.types';
import type { AdObject, AdStamp } from '../active-directory';
import { accountDn } from '../placement';
import { readAccountExpires, readAttributes } from './ad-attributes';
import { AdEntry } from './ad-entry.ldap';
import { AdValues } from './ad-values.ldap';
import { guidDn, guidText, isGuidDn } from './guid';
import { everything } from './root-dse.ldap';

/** LDAP_SERVER_DOMAIN_SCOPE_OID: AD looks in this domain and names no other places. */
const DOMAIN_SCOPE = '1.2.840.113556.1.4.1339';

const equal = (attribute: string, value: string): Filter => new EqualityFilter({ attribute, value });

/** Who stands where, and whose: the little that is looked at before each write. */
export interface Standing {
  objectGuid: string;
  dn: string;
  isUnderOurUnit: boolean;
  isMarked: boolean;
}

/** Reads over one connection. What is found outside the configured base is refused, references are not followed. Throws LdapFault. */
export class AdReader {
  readonly #values: AdValues;
  readonly #domain: DnPlaces;
  readonly #unit: DnPlaces;
  readonly #attributes: string[];

  constructor(
    private readonly connection: LdapConnection,
    private readonly configuration: LdapAdConfiguration,
  ) {
    this.#values = new AdValues(connection);
    this.#domain = new DnPlaces(configuration.baseDn);
    this.#unit = new DnPlaces(configuration.organisationalUnit);
    this.#attributes = readAttributes(configuration);
  }

  get server(): string {
    return this.connection.server;
  }

  /** Below the configured OU, not the OU itself. */
  isBelowUnit(dn: string): boolean {
    return this.#unit.parentOf(dn).isUnderBase;
  }

  byGuid(objectGuid: string): Promise<AdObject | null> {
    return this.at(guidDn(objectGuid));
  }

  /** @param name DN or `<GUID=…>` */
  async at(name: string): Promise<AdObject | null> {
    const found = await this.one(name, this.#attributes);
    return found && this.object(found);
  }

  /** @param name DN or `<GUID=…>` */
  async standing(name: string): Promise<Standing | null> {
    const found = await this.one(name, ['objectGUID', this.configuration.markAttribute]);
    return found && this.standingOf(found);
  }

  async byHsaId(hsaId: string): Promise<AdObject[]> {
    const { organisationalUnit, hsaIdAttribute } = this.configuration;
    const users = [equal('objectCategory', 'person'), equal('objectClass', 'user')];
    const filter = new AndFilter({ filters: [...users, equal(hsaIdAttribute, hsaId)] });
    const objects = await this.objects(organisationalUnit, this.#unit, filter);
    // AD folds accents as well as case.
    return objects.filter(({ attributes }) => attributes.hsaId !== null && hsaIdKey(attributes.hsaId) === hsaIdKey(hsaId));
  }

  async occupants(
    account: Pick<AccountAttributes, 'sAMAccountName' | 'userPrincipalName' | 'cn' | 'organisationalUnit'>,
  ): Promise<AdObject[]> {
    const { sAMAccountName, userPrincipalName } = account;
    const names = [equal('sAMAccountName', sAMAccountName), equal('userPrincipalName', userPrincipalName)];
    const named = await this.objects(this.configuration.baseDn, this.#domain, new OrFilter({ filters: names }));
    const placed = await this.at(accountDn(account));
    const all = [...named, ...(placed ? [placed] : [])];
    return [...new Map(all.map((object) => [object.objectGuid, object])).values()];
  }

  /** Each page when it has come. @throws LdapFault `sentinel` where the OU itself is not among what was found */
  async stamps(onPage: (page: readonly AdStamp[]) => void | Promise<void>): Promise<void> {
    const { organisationalUnit } = this.configuration;
    let page: AdStamp[] = [];
    const seen = { unit: false };
    const search = new LdapSearch(this.connection, this.settings(organisationalUnit), this.#unit);
    await search.each(
      { filter: everything, attributes: ['objectGUID', 'uSNChanged', 'objectClass'] },
      (entry) => {
        const found = new AdEntry(entry, this.server);
        if (this.isBelowUnit(found.dn)) page.push(stampOf(found));
        else seen.unit = true;
      },
      async () => {
        const whole = page;
        page = [];
        await onPage(whole);
      },
    );
    if (!seen.unit) throw new LdapFault('sentinel', this.server);
  }

  async members(groupDn: string): Promise<string[]> {
    return this.#values.all(groupDn, 'member');
  }

  /** A member may be of another domain, where nothing is asked. */
  async guidOf(dn: string): Promise<string | null> {
    const found = this.#domain.holds(dn) ? await this.one(dn, ['objectGUID']) : null;
    return found && guidText(found.octets('objectGUID'));
  }

  async isMember(group: Standing, account: Standing): Promise<boolean> {
    const filter = equal('member', account.dn);
    return (await this.one(guidDn(group.objectGuid), ['objectGUID'], filter)) !== null;
  }

  /**
   * Null where it is not there, or does not fit the filter. What goes by its GUID may have been moved anywhere in the
   * domain, also out of the configured base: it is told where it lies, and nothing is written there.
   */
  async one(base: string, attributes: string[], filter: Filter = everything): Promise<AdEntry | null> {
    try {
      const [entry] = await this.connection.search({ base, scope: 'base', filter, attributes });
      if (!entry) return null;
      if (!isGuidDn(base) && !this.#domain.holds(entry.name)) throw new LdapFault('outside-base', this.server);
      return new AdEntry(entry, this.server);
    } catch (error) {
      if (error instanceof LdapFault && error.kind === 'result' && error.detail.resultCode === RESULT.noSuchObject) return null;
      throw error;
    }
  }

  private async objects(baseDn: string, places: DnPlaces, filter: Filter): Promise<AdObject[]> {
    const found: AdEntry[] = [];
    const search = new LdapSearch(this.connection, this.settings(baseDn), places);
    await search.each({ filter, attributes: this.#attributes }, (entry) => found.push(new AdEntry(entry, this.server)));
    const objects: AdObject[] = [];
    for (const entry of found) objects.push(await this.object(entry));
    return objects;
  }

  private settings(baseDn: string): ConstructorParameters<typeof LdapSearch>[1] {
    const { pageSize } = this.configuration;
    const controls = [new Control(DOMAIN_SCOPE, { critical: true })];
    return { baseDn, pageSize, expectedReferences: [], controls, mayRepeatCookie: true };
  }

  private standingOf(entry: AdEntry): Standing {
    const { mark, markAttribute } = this.configuration;
    return {
      objectGuid: guidText(entry.octets('objectGUID')),
      dn: entry.dn,
      isUnderOurUnit: this.isBelowUnit(entry.dn),
      isMarked: entry.texts(markAttribute).includes(mark),
    };
  }

  private async object(entry: AdEntry): Promise<AdObject> {
    const groups = await this.#values.rest(entry, 'memberOf');
    const control = entry.text('userAccountControl');
    return {
      ...this.standingOf(entry),
      usnChanged: entry.text('uSNChanged') ?? '0',
      attributes: {
        sAMAccountName: entry.text('sAMAccountName'),
        userPrincipalName: entry.text('userPrincipalName'),
        cn: entry.text('cn') ?? '',
        displayName: entry.text('displayName'),
        givenName: entry.text('givenName'),
        sn: entry.text('sn'),
        mail: entry.text('mail'),
        telephoneNumber: entry.text('telephoneNumber'),
        mobile: entry.text('mobile'),
        title: entry.text('title'),
        company: entry.text('company'),
        department: entry.text('department'),
        hsaId: entry.text(this.configuration.hsaIdAttribute),
        userAccountControl: control === null ? null : Number(control),
        accountExpires: readAccountExpires(entry.text('accountExpires')),
        altSecurityIdentities: [...entry.texts('altSecurityIdentities')].sort(),
        memberOf: groups
          .filter((dn) => this.isBelowUnit(dn))
          .map((dn) => formatDn(parseDn(dn)))
          .sort(),
        organisationalUnit: parentDn(entry.dn) ?? '',
      },
    };
  }
}

function stampOf(entry: AdEntry): AdStamp {
  const classes = new Set(entry.texts('objectClass').map((one) => one.toLowerCase()));
  const kind = classes.has('computer')
    ? 'other'
    : classes.has('user')
      ? 'user'
      : classes.has('group')
        ? 'group'
        : classes.has('organizationalunit')
          ? 'unit'
          : 'other';
  return { objectGuid: guidText(entry.octets('objectGUID')), dn: entry.dn, usnChanged: entry.text('uSNChanged') ?? '0', kind };
}
