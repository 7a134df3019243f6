import { AndFilter, EqualityFilter, type Filter } from 'ldapts';
import { sameDn } from '../../people/distinguished-name';
import type { LdapAdConfiguration } from '../../platform/config/schema';
import { LdapFault, RESULT } from '../../platform/ldap/ldap-fault';
import type { LdapConnection, SearchOptions } from '../../platform/ldap/ldap.connection';
import type { AdFacts, AttributeFacts } from '../ad-check';
import { writtenNames } from './ad-attributes';
import { AdEntry } from './ad-entry.ldap';
import { everything, type RootDse } from './root-dse.ldap';

/** Where AD has its limits, unless the controller has a policy of its own. */
const DEFAULT_POLICY = 'CN=Default Query Policy,CN=Query-Policies,CN=Directory Service,CN=Windows NT,CN=Services';
const UNICODE = '2.5.5.12';
/** `fATTINDEX` of `searchFlags` (MS-ADTS 2.2.10). */
const INDEXED = 1;

const equal = (attribute: string, value: string): Filter => new EqualityFilter({ attribute, value });

/** What a controller tells of our OU, our rights, its limits and its schema. Throws LdapFault. */
export async function gatherAdFacts(connection: LdapConnection, root: RootDse, configuration: LdapAdConfiguration): Promise<AdFacts> {
  const facts = new FactFinder(connection, configuration);
  return {
    isEncrypted: connection.peerCertificate !== null,
    otherDomain: sameDn(root.domain, configuration.baseDn) ? null : root.domain,
    rights: await facts.rights(root.domain),
    maxPageSize: await facts.maxPageSize(root),
    hsaId: await facts.attribute(root.schema, configuration.hsaIdAttribute),
    mark: await facts.attribute(root.schema, configuration.markAttribute),
  };
}

class FactFinder {
  constructor(
    private readonly connection: LdapConnection,
    private readonly configuration: LdapAdConfiguration,
  ) {}

  async rights(domain: string): Promise<AdFacts['rights']> {
    const { organisationalUnit, markAttribute } = this.configuration;
    const creatable = await this.creatable(organisationalUnit);
    if (!creatable) return null;
    const users = await this.notWritable('user', [...writtenNames(this.configuration), markAttribute]);
    const groups = await this.notWritable('group', ['member']);
    return {
      cannotCreate: ['user', 'group', 'organizationalUnit'].filter((name) => !creatable.has(name.toLowerCase())),
      cannotWrite: users && groups && [...users, ...groups],
      mayCreateAtRoot: (await this.creatable(domain))?.has('user') ?? false,
    };
  }

  async maxPageSize({ service, configuration }: RootDse): Promise<number | null> {
    const own = (await this.read({ base: service, scope: 'base', filter: everything, attributes: ['queryPolicyObject'] }))?.text(
      'queryPolicyObject',
    );
    const base = own ?? `${DEFAULT_POLICY},${configuration}`;
    const policy = await this.read({ base, scope: 'base', filter: everything, attributes: ['lDAPAdminLimits'] });
    const limit = policy?.texts('lDAPAdminLimits').flatMap((text) => /^MaxPageSize=(\d+)$/i.exec(text)?.[1] ?? [])[0];
    return limit === undefined ? null : Number(limit);
  }

  async attribute(schema: string, name: string): Promise<AttributeFacts | null> {
    const attributes = ['isSingleValued', 'rangeUpper', 'attributeSyntax', 'searchFlags'];
    const found = await this.read({ base: schema, scope: 'one', filter: equal('lDAPDisplayName', name), attributes });
    if (!found) return null;
    const rangeUpper = found.text('rangeUpper');
    return {
      isSingleValued: found.text('isSingleValued')?.toUpperCase() === 'TRUE',
      rangeUpper: rangeUpper === null ? null : Number(rangeUpper),
      isText: found.text('attributeSyntax') === UNICODE,
      isIndexed: (Number(found.text('searchFlags') ?? '0') & INDEXED) !== 0,
    };
  }

  /** Classes, in lower case; null where there is no such object. */
  private async creatable(base: string): Promise<Set<string> | null> {
    const found = await this.read({ base, scope: 'base', filter: everything, attributes: ['allowedChildClassesEffective'] });
    return found && new Set(found.texts('allowedChildClassesEffective').map((name) => name.toLowerCase()));
  }

  /** Of one object of ours, which tells for all of its class; null where there is none. */
  private async notWritable(objectClass: 'user' | 'group', names: readonly string[]): Promise<string[] | null> {
    const { organisationalUnit, mark, markAttribute } = this.configuration;
    const filter = new AndFilter({ filters: [equal('objectClass', objectClass), equal(markAttribute, mark)] });
    const found: AdEntry[] = [];
    const one = {
      base: organisationalUnit,
      scope: 'sub' as const,
      filter,
      attributes: ['objectGUID'],
      pageSize: 1,
      cookie: Buffer.alloc(0),
    };
    await this.connection.page(one, (entry) => found.push(new AdEntry(entry, this.connection.server)));
    if (!found[0]) return null;
    // Asked of one object alone: AD works it out from the object's own access control list.
    const attributes = ['allowedAttributesEffective'];
    const object = await this.read({ base: found[0].dn, scope: 'base', filter: everything, attributes });
    const writable = new Set(object?.texts('allowedAttributesEffective').map((name) => name.toLowerCase()));
    return names.filter((name) => !writable.has(name.toLowerCase()));
  }

  private async read(search: SearchOptions): Promise<AdEntry | null> {
    try {
      const [entry] = await this.connection.search(search);
      return entry ? new AdEntry(entry, this.connection.server) : null;
    } catch (error) {
      if (error instanceof LdapFault && error.detail.resultCode === RESULT.noSuchObject) return null;
      throw error;
    }
  }
}
