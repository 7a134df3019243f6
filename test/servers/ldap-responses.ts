import { Ber, BerWriter, PagedResultsControl, ProtocolOperation } from 'ldapts';
import type { AttributeValue } from '../support/builders/ldif';

/* Responses of RFC 4511 as a server writes them. */

export interface ResultEntry {
  dn: string;
  attributes: readonly (readonly [description: string, values: readonly AttributeValue[]])[];
}

/** Result codes of RFC 4511 that an honest server answers. */
export const RESULT = {
  success: 0,
  protocolError: 2,
  authMethodNotSupported: 7,
  noSuchObject: 32,
  invalidCredentials: 49,
  unwillingToPerform: 53,
} as const;

function message(messageId: number, write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(messageId);
  write(writer);
  writer.endSequence();
  return writer.buffer;
}

function result(messageId: number, operation: number, code: number, cookie: string | null = null, diagnostic = ''): Buffer {
  return message(messageId, (writer) => {
    writer.startSequence(operation);
    writer.writeEnumeration(code);
    writer.writeString(''); // matched DN
    writer.writeString(diagnostic);
    writer.endSequence();
    if (cookie === null) return;
    writer.startSequence(ProtocolOperation.LDAP_CONTROLS);
    new PagedResultsControl({ value: { size: 0, cookie: Buffer.from(cookie) } }).write(writer);
    writer.endSequence();
  });
}

export const bindResult = (messageId: number, code: number, diagnostic = ''): Buffer =>
  result(messageId, ProtocolOperation.LDAP_RES_BIND, code, null, diagnostic);

export const extendedResult = (messageId: number, code: number): Buffer => result(messageId, ProtocolOperation.LDAP_RES_EXTENSION, code);

/** @param cookie null: no paging control; empty: the last page */
export const searchDone = (messageId: number, code: number, cookie: string | null, diagnostic = ''): Buffer =>
  result(messageId, ProtocolOperation.LDAP_RES_SEARCH, code, cookie, diagnostic);

const WRITE_RESPONSES = {
  add: ProtocolOperation.LDAP_RES_ADD,
  modify: ProtocolOperation.LDAP_RES_MODIFY,
  rename: ProtocolOperation.LDAP_RES_MODRDN,
  delete: ProtocolOperation.LDAP_RES_DELETE,
} as const;

export const writeResult = (messageId: number, operation: keyof typeof WRITE_RESPONSES, code: number, diagnostic = ''): Buffer =>
  result(messageId, WRITE_RESPONSES[operation], code, null, diagnostic);

export const searchEntry = (messageId: number, { dn, attributes }: ResultEntry): Buffer =>
  message(messageId, (writer) => {
    writer.startSequence(ProtocolOperation.LDAP_RES_SEARCH_ENTRY);
    writer.writeString(dn);
    writer.startSequence();
    for (const [description, values] of attributes) {
      writer.startSequence();
      writer.writeString(description);
      writer.startSequence(Ber.Set | Ber.Constructor);
      for (const value of values) writer.writeBuffer(Buffer.from(value as string), Ber.OctetString);
      writer.endSequence();
      writer.endSequence();
    }
    writer.endSequence();
    writer.endSequence();
  });

export const searchReference = (messageId: number, url: string): Buffer =>
  message(messageId, (writer) => {
    writer.startSequence(ProtocolOperation.LDAP_RES_SEARCH_REF);
    writer.writeString(url);
    writer.endSequence();
  });
