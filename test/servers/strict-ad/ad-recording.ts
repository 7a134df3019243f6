import type { AddRequest, ModifyRequest, WriteRequest } from '../ldap-writes';
import type { Entry } from './ad-entry';
import type { RecordedWrite, WriteKind } from './ad-faults';
import type { Replica } from './ad-replica';
import { isEnabled } from './ad-values';

/** What a request is in the words of whoever manages accounts. */
export function recorded(request: WriteRequest, replica: Replica, server: string): RecordedWrite {
  const entry = found(request.dn, replica);
  return {
    kind: kindOf(request),
    objectClass: request.kind === 'add' ? classIn(request) : (entry?.objectClass ?? ''),
    // As AD writes it, where the object is there.
    dn: entry ? replica.dnOf(entry) : request.dn,
    attributes: namesOf(request),
    server,
  };
}

const classIn = ({ attributes }: AddRequest): string =>
  (attributes.find(({ name }) => name.toLowerCase() === 'objectclass')?.values.at(-1) ?? '').toString().toLowerCase();

function found(name: string, replica: Replica): Entry | null {
  try {
    return replica.find(name)?.entry ?? null;
  } catch {
    return null;
  }
}

function kindOf(request: WriteRequest): WriteKind {
  switch (request.kind) {
    case 'add':
      return 'create';
    case 'rename':
      return 'move';
    case 'delete':
      return 'delete';
    case 'modify':
      return kindOfModification(request);
  }
}

function kindOfModification({ changes }: ModifyRequest): WriteKind {
  const written = (name: string) => changes.find(({ attribute }) => attribute.name.toLowerCase() === name);
  const membership = written('member');
  if (membership) return membership.operation === 'delete' ? 'leave' : 'join';
  const control = written('useraccountcontrol')?.attribute.values[0];
  if (control) return isEnabled(Number(control.toString())) ? 'enable' : 'disable';
  return 'modify';
}

function namesOf(request: WriteRequest): string[] {
  switch (request.kind) {
    case 'add':
      return request.attributes.map(({ name }) => name);
    case 'modify':
      return request.changes.map(({ attribute }) => attribute.name);
    case 'rename':
    case 'delete':
      return [];
  }
}
