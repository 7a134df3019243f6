import { escapeRdnValue } from '../../../src/people/distinguished-name';

export type AttributeValue = string | Buffer;

/** An entry as a catalogue would hold it. An attribute with an empty list is left out. */
export interface CatalogueEntry {
  dn: string;
  attributes: Record<string, AttributeValue | readonly AttributeValue[] | undefined>;
}

export interface LdifStyle {
  newline?: '\n' | '\r\n';
  /** Longest line in bytes; null folds nothing. A fold may stand within a character. */
  fold?: number | null;
  /** `needed`: where RFC 2849 demands it. `raw`: UTF-8 as it is, where a line allows it. */
  base64?: 'needed' | 'always' | 'raw';
  version?: boolean;
}

/** Writes LDIF (RFC 2849) as exporters do. */
export function ldif(entries: readonly CatalogueEntry[], style: LdifStyle = {}): Buffer {
  const { newline = '\n', version = true } = style;
  const head = version ? [Buffer.from(`version: 1${newline}${newline}`)] : [];
  return Buffer.concat([...head, ...entries.map((entry) => Buffer.concat([record(entry, style), Buffer.from(newline)]))]);
}

function record({ dn, attributes }: CatalogueEntry, style: LdifStyle): Buffer {
  const pairs = Object.entries(attributes).flatMap(([name, values]) => asList(values).map((value) => [name, value] as const));
  return Buffer.concat([['dn', dn] as const, ...pairs].map(([name, value]) => line(name, Buffer.from(value as string), style)));
}

export const asList = (values: AttributeValue | readonly AttributeValue[] | undefined): readonly AttributeValue[] =>
  values === undefined ? [] : typeof values === 'string' || Buffer.isBuffer(values) ? [values] : values;

/** SAFE-STRING of RFC 2849, and not ending with a space. */
const SAFE = /^(?:[\x01-\x09\x0b\x0c\x0e-\x1f\x21-\x39\x3b\x3d-\x7f][\x01-\x09\x0b\x0c\x0e-\x7f]*)?$/;
/** What a line can hold at all when UTF-8 is left as it is. */
const WRITABLE = /^(?:[^\0\n\r :<][^\0\n\r]*)?$/;

function line(name: string, value: Buffer, { newline = '\n', fold = 76, base64 = 'needed' }: LdifStyle): Buffer {
  const isText = Buffer.from(value.toString('utf8')).equals(value) && !value.toString('utf8').endsWith(' ');
  const pattern = base64 === 'raw' ? WRITABLE : SAFE;
  const isPlain = base64 !== 'always' && isText && pattern.test(value.toString('utf8'));
  const whole = isPlain ? Buffer.concat([Buffer.from(`${name}: `), value]) : Buffer.from(`${name}:: ${value.toString('base64')}`);
  return Buffer.concat([...folded(whole, fold, newline), Buffer.from(newline)]);
}

function folded(whole: Buffer, width: number | null, newline: string): Buffer[] {
  if (width === null) return [whole];
  const parts = [whole.subarray(0, width)];
  for (let at = width; at < whole.length; at += width - 1) parts.push(Buffer.from(`${newline} `), whole.subarray(at, at + width - 1));
  return parts;
}

/** The place of the sample municipality, `o=Bergs kommun` in the county. */
export const ORGANISATION = 'o=Bergs kommun,l=Jämtlands län,c=SE';

type Attributes = CatalogueEntry['attributes'];

/** The municipality's own entry; its HSA-id does well as sentinel. */
export const organisationEntry = (attributes: Attributes = {}, dn = ORGANISATION): CatalogueEntry => ({
  dn,
  attributes: { objectClass: ['top', 'organization'], o: 'Bergs kommun', hsaIdentity: 'SE2120002502-0001', ...attributes },
});

/** A unit, named from the unit up to below the organisation: `['Hemtjänst Norr', 'Vård']`. */
export const unitEntry = (names: readonly string[], attributes: Attributes = {}, organisation = ORGANISATION): CatalogueEntry => ({
  dn: unitDn(names, organisation),
  attributes: { objectClass: ['top', 'organizationalUnit'], ou: names[0], ...attributes },
});

export const unitDn = (names: readonly string[], organisation = ORGANISATION): string =>
  [...names.map((name) => `ou=${escapeRdnValue(name)}`), organisation].join(',');

export interface PersonEntryOptions {
  hsaId?: string;
  givenName?: string;
  surname?: string;
  /** The RDN's value where it is not the full name. */
  cn?: string;
  /** Values of hsaSystemRole. */
  roles?: readonly string[];
  /** From the unit up to below the organisation; empty: straight under the organisation. */
  unit?: readonly string[];
  organisation?: string;
  /** More classes, such as `hsaConfidentialPerson`. */
  classes?: readonly string[];
  /** Any attribute more, or another value of one below; `undefined` leaves it out. */
  attributes?: Attributes;
}

/** Someone with the role and nothing wrong: say only what matters to the test. */
export function personEntry(options: PersonEntryOptions = {}): CatalogueEntry {
  const { hsaId = 'SE2120002502-A001', givenName = 'Anna', surname = 'Andersson', roles = ['RJH;LINK'], unit = [], classes = [] } = options;
  const fullName = `${givenName} ${surname}`;
  const cn = options.cn ?? fullName;
  return {
    dn: `cn=${escapeRdnValue(cn)},${unitDn(unit, options.organisation)}`,
    attributes: {
      objectClass: ['top', 'person', 'organizationalPerson', 'inetOrgPerson', 'hsaPersonExtension', ...classes],
      cn,
      sn: surname,
      givenName,
      fullName,
      hsaIdentity: hsaId,
      mail: `${hsaId.toLowerCase()}@berg.example.se`,
      hsaSystemRole: roles,
      ...options.attributes,
    },
  };
}

export interface CommissionEntryOptions {
  hsaId?: string;
  name?: string;
  purpose?: string;
  rights?: readonly string[];
  /** HSA-ids, or DNs of the members' entries. */
  members?: readonly string[];
  /** Where it lies; also see `attributes.hsaCommissionUnit`. */
  unit?: readonly string[];
  organisation?: string;
  attributes?: Attributes;
}

/** A medarbetaruppdrag. */
export function commissionEntry(options: CommissionEntryOptions = {}): CatalogueEntry {
  const { hsaId = 'SE2120002502-C001', name = 'Vård och behandling', purpose = 'Vård och behandling', rights = [], members = [] } = options;
  return {
    dn: `cn=${escapeRdnValue(name)},${unitDn(options.unit ?? [], options.organisation)}`,
    attributes: {
      objectClass: ['top', 'hsaCommission'],
      cn: name,
      hsaIdentity: hsaId,
      hsaCommissionPurpose: purpose,
      hsaCommissionRight: rights,
      hsaCommissionMember: members,
      ...options.attributes,
    },
  };
}
