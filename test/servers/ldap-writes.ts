import { Ber, BerReader, ProtocolOperation } from 'ldapts';
import { readControl, readSequenceOf, type RequestControl } from './ldap-requests';

/* Requests of RFC 4511 that change something, as a server reads them. */

export interface WrittenAttribute {
  /** As written. */
  name: string;
  values: Buffer[];
}

export interface AddRequest {
  kind: 'add';
  dn: string;
  attributes: WrittenAttribute[];
}

export interface ModifyRequest {
  kind: 'modify';
  dn: string;
  changes: { operation: 'add' | 'delete' | 'replace'; attribute: WrittenAttribute }[];
}

export interface RenameRequest {
  kind: 'rename';
  dn: string;
  newRdn: string;
  deletesOldRdn: boolean;
  /** Null where it stays in its place. */
  newSuperior: string | null;
}

export interface DeleteRequest {
  kind: 'delete';
  dn: string;
}

export type WriteRequest = AddRequest | ModifyRequest | RenameRequest | DeleteRequest;
export type SentWrite = WriteRequest & { messageId: number; controls: RequestControl[] };

const NEW_SUPERIOR = 0x80;
const OPERATIONS = ['add', 'delete', 'replace'] as const;

/** Null for a request that changes nothing. */
export function readWrite(message: Buffer): SentWrite | null {
  const reader = new BerReader(message);
  reader.readSequence();
  const messageId = reader.readInt() ?? 0;
  const request = readRequest(reader);
  if (request === null) return null;
  const controls = reader.peek() === ProtocolOperation.LDAP_CONTROLS ? readSequenceOf(reader, () => readControl(reader)) : [];
  return { ...request, messageId, controls };
}

function readRequest(reader: BerReader): WriteRequest | null {
  switch (reader.peek()) {
    case ProtocolOperation.LDAP_REQ_ADD: {
      reader.readSequence();
      const dn = reader.readString() ?? '';
      return { kind: 'add', dn, attributes: readSequenceOf(reader, () => readAttribute(reader)) };
    }
    case ProtocolOperation.LDAP_REQ_MODIFY: {
      reader.readSequence();
      const dn = reader.readString() ?? '';
      return { kind: 'modify', dn, changes: readSequenceOf(reader, () => readChange(reader)) };
    }
    case ProtocolOperation.LDAP_REQ_MODRDN:
      return readRename(reader);
    case ProtocolOperation.LDAP_REQ_DELETE:
      return { kind: 'delete', dn: reader.readString(ProtocolOperation.LDAP_REQ_DELETE) ?? '' };
    default:
      return null;
  }
}

function readRename(reader: BerReader): RenameRequest {
  reader.readSequence();
  const end = reader.offset + reader.length;
  const dn = reader.readString() ?? '';
  const newRdn = reader.readString() ?? '';
  const deletesOldRdn = reader.readBoolean() ?? false;
  const newSuperior = reader.offset < end ? reader.readString(NEW_SUPERIOR) : null;
  return { kind: 'rename', dn, newRdn, deletesOldRdn, newSuperior };
}

function readChange(reader: BerReader): ModifyRequest['changes'][number] {
  reader.readSequence();
  const operation = OPERATIONS[reader.readEnumeration() ?? 0] ?? 'add';
  return { operation, attribute: readAttribute(reader) };
}

function readAttribute(reader: BerReader): WrittenAttribute {
  reader.readSequence();
  const name = reader.readString() ?? '';
  reader.readSequence(Ber.Set | Ber.Constructor);
  const end = reader.offset + reader.length;
  const values: Buffer[] = [];
  // A copy: what was received is thrown away.
  while (reader.offset < end) values.push(Buffer.from(reader.readString(Ber.OctetString, true) ?? Buffer.alloc(0)));
  return { name, values };
}
