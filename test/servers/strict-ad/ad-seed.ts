import { formatDn, isUnder, parseDn, sameDn } from '../../../src/people/distinguished-name';
import { type Entry, newEntry, setValues } from './ad-entry';
import type { Forest } from './ad-forest';
import { guidOctets, single } from './ad-names';
import type { Replica } from './ad-replica';
import { ATTRIBUTES } from './ad-schema';

/* What is in a domain before anybody writes to it, as far as anybody asks here. */

type Values = Readonly<Record<string, string | Buffer | readonly string[]>>;

export class Seeder {
  constructor(
    private readonly forest: Forest,
    private readonly replica: Replica,
  ) {}

  /** Whatever is there already stays. */
  put(parent: Entry | null, type: string, value: string, objectClass: string, values: Values = {}, isNamingContext = false): Entry {
    const known = parent && this.replica.child(parent.guid, { type, value });
    if (known) return known;
    const entry = newEntry(parent?.guid ?? null, { type, value }, objectClass.toLowerCase(), isNamingContext);
    for (const [name, one] of Object.entries(values)) setValues(entry, name, typeof one === 'string' || Buffer.isBuffer(one) ? [one] : one);
    this.forest.commit(this.replica, entry);
    return entry;
  }

  /** The OU and those above it, up to the domain. */
  unit(dn: string): Entry {
    const domain = this.replica.dnOf(this.replica.root);
    if (sameDn(dn, domain)) return this.replica.root;
    if (!isUnder(dn, domain)) throw new Error('The organisational unit is not in the domain');
    const [first, ...above] = parseDn(dn);
    return this.put(this.unit(formatDn(above)), 'OU', single(first)!.value, 'organizationalUnit');
  }

  account(parent: Entry, name: string, password: string): Entry {
    return this.put(parent, 'CN', name, 'user', {
      sAMAccountName: name,
      userPrincipalName: `${name}@${this.replica.root.rdn.value}`,
      userAccountControl: '66048',
      accountExpires: '0',
      unicodePwd: Buffer.from(`"${password}"`, 'utf16le'),
    });
  }
}

/** Domain, containers, configuration and schema. @param domain DNS name */
export function seed(forest: Forest, replica: Replica, domain: string): Seeder {
  const seeder = new Seeder(forest, replica);
  const root = seeder.put(null, 'DC', domain, 'domainDNS', {}, true);
  seeder.put(root, 'CN', 'Users', 'container');
  seeder.put(root, 'CN', 'Computers', 'container');
  seeder.put(root, 'OU', 'Domain Controllers', 'organizationalUnit');
  const configuration = seeder.put(root, 'CN', 'Configuration', 'configuration', {}, true);
  const schema = seeder.put(configuration, 'CN', 'Schema', 'dMD', {}, true);
  for (const { name, longest, isSingle } of ATTRIBUTES.values()) {
    const range: Values = longest === null ? {} : { rangeUpper: String(longest) };
    seeder.put(schema, 'CN', name, 'attributeSchema', { lDAPDisplayName: name, isSingleValued: isSingle ? 'TRUE' : 'FALSE', ...range });
  }
  const services = ['Services', 'Windows NT', 'Directory Service', 'Query-Policies'];
  const policies = services.reduce((above, name) => seeder.put(above, 'CN', name, 'container'), configuration);
  seeder.put(policies, 'CN', 'Default Query Policy', 'queryPolicy', {
    lDAPAdminLimits: ['MaxPageSize=1000', 'MaxValRange=1500', 'MaxQueryDuration=120', 'MaxResultSetSize=262144'],
  });
  return seeder;
}

/** @returns its `dsServiceName` */
export function seedController(seeder: Seeder, replica: Replica, name: string): string {
  const configuration = replica.find(`CN=Configuration,${replica.dnOf(replica.root)}`)!.entry!;
  const servers = ['Sites', 'Default-First-Site-Name', 'Servers'].reduce(
    (above, one) => seeder.put(above, 'CN', one, 'container'),
    configuration,
  );
  const server = seeder.put(servers, 'CN', name, 'server');
  const settings = seeder.put(server, 'CN', 'NTDS Settings', 'nTDSDSA', { invocationId: guidOctets(replica.invocationId) });
  return replica.dnOf(settings);
}
