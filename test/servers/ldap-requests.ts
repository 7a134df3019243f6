import {
  AndFilter,
  Ber,
  BerReader,
  EqualityFilter,
  type Filter,
  FilterParser,
  NotFilter,
  OrFilter,
  PagedResultsControl,
  PresenceFilter,
  ProtocolOperation,
  SearchFilter,
} from 'ldapts';

/* Requests of RFC 4511 as a server reads them. */

export type Scope = 'base' | 'one' | 'sub';

export interface BindRequest {
  kind: 'bind';
  dn: string;
  /** Null for any method but simple. */
  password: string | null;
}

export interface SearchRequest {
  kind: 'search';
  base: string;
  scope: Scope;
  filter: Filter;
  /** As asked for; empty: all but the operational ones. */
  attributes: string[];
  /** Null where paging is not asked for. */
  page: { size: number; cookie: string } | null;
  /** OIDs of all that came along. */
  controls: string[];
  /** OIDs of those without which it must not be answered. */
  critical: string[];
}

export type Request = { messageId: number } & (BindRequest | SearchRequest | { kind: 'unbind' | 'extended' | 'unknown' });

const SCOPES: readonly (Scope | undefined)[] = ['base', 'one', 'sub'];

/** Takes whole messages off the front of what has come; the rest waits for more. */
export function splitMessages(received: Buffer): { messages: Buffer[]; rest: Buffer } {
  const messages: Buffer[] = [];
  let rest = received;
  for (;;) {
    const reader = new BerReader(rest);
    if (reader.readSequence() === null || reader.remain < reader.length) return { messages, rest };
    const end = reader.offset + reader.length;
    messages.push(rest.subarray(0, end));
    rest = rest.subarray(end);
  }
}

export function readRequest(message: Buffer): Request {
  const reader = new BerReader(message);
  reader.readSequence();
  const messageId = reader.readInt() ?? 0;
  switch (reader.peek()) {
    case ProtocolOperation.LDAP_REQ_BIND:
      return { messageId, ...readBind(reader) };
    case ProtocolOperation.LDAP_REQ_SEARCH:
      return { messageId, ...readSearch(reader) };
    case ProtocolOperation.LDAP_REQ_UNBIND:
      return { messageId, kind: 'unbind' };
    case ProtocolOperation.LDAP_REQ_EXTENSION:
      return { messageId, kind: 'extended' };
    default:
      return { messageId, kind: 'unknown' };
  }
}

function readBind(reader: BerReader): BindRequest {
  reader.readSequence();
  reader.readInt(); // the protocol's version
  const dn = reader.readString() ?? '';
  const isSimple = reader.peek() === Ber.Context;
  return { kind: 'bind', dn, password: isSimple ? reader.readString(Ber.Context) : null };
}

function readSearch(reader: BerReader): SearchRequest {
  reader.readSequence();
  const base = reader.readString() ?? '';
  const scope = SCOPES[reader.readEnumeration() ?? 0] ?? 'sub';
  reader.readEnumeration(); // aliases
  reader.readInt(); // size limit
  reader.readInt(); // time limit
  reader.readBoolean(); // types only
  const filter = readFilter(reader);
  const attributes = readSequenceOf(reader, () => reader.readString() ?? '');
  const controls = readSequenceOf(reader, () => readControl(reader));
  const paging = controls.find(({ type }) => type === PagedResultsControl.type);
  return {
    kind: 'search',
    base,
    scope,
    filter,
    attributes,
    page: paging ? readPage(paging.value) : null,
    controls: controls.map(({ type }) => type),
    critical: controls.filter(({ isCritical }) => isCritical).map(({ type }) => type),
  };
}

/**
 * ldapts reads the name in a presence filter from the beginning of the message, so what may hold one is read here; and
 * a value that is compared as text, which octets are not.
 */
function readFilter(reader: BerReader): Filter {
  switch (reader.peek()) {
    case SearchFilter.and:
      return new AndFilter({ filters: readSequenceOf(reader, () => readFilter(reader)) });
    case SearchFilter.or:
      return new OrFilter({ filters: readSequenceOf(reader, () => readFilter(reader)) });
    case SearchFilter.not:
      reader.readSequence();
      return new NotFilter({ filter: readFilter(reader) });
    case SearchFilter.present:
      return new PresenceFilter({ attribute: (reader.readString(SearchFilter.present) ?? '').toLowerCase() });
    case SearchFilter.equalityMatch: {
      reader.readSequence();
      const attribute = (reader.readString() ?? '').toLowerCase();
      const value = textOrOctets(reader.readString(Ber.OctetString, true) ?? Buffer.alloc(0));
      // As ldapts itself reads it.
      return new EqualityFilter({ attribute, value: attribute === 'objectclass' ? value.toString().toLowerCase() : value });
    }
    default:
      return FilterParser.parse(reader);
  }
}

const textOrOctets = (octets: Buffer): string | Buffer => {
  const text = octets.toString('utf8');
  return Buffer.from(text).equals(octets) ? text : octets;
};

export function readSequenceOf<T>(reader: BerReader, readOne: () => T): T[] {
  if (reader.readSequence() === null) return [];
  const end = reader.offset + reader.length;
  const all: T[] = [];
  while (reader.offset < end) all.push(readOne());
  return all;
}

export interface RequestControl {
  /** OID. */
  type: string;
  isCritical: boolean;
  value: Buffer;
}

export function readControl(reader: BerReader): RequestControl {
  reader.readSequence();
  const end = reader.offset + reader.length;
  const type = reader.readString() ?? '';
  const isCritical = reader.offset < end && reader.peek() === Ber.Boolean && reader.readBoolean() === true;
  return { type, isCritical, value: reader.offset < end ? (reader.readString(Ber.OctetString, true) ?? Buffer.alloc(0)) : Buffer.alloc(0) };
}

function readPage(value: Buffer): { size: number; cookie: string } {
  const reader = new BerReader(value);
  reader.readSequence();
  return { size: reader.readInt() ?? 0, cookie: reader.readString() ?? '' };
}
