import { randomBytes } from 'node:crypto';
import { parseDn } from '../../../src/people/distinguished-name';
import type { AddRequest, DeleteRequest, RenameRequest, WriteRequest, WrittenAttribute } from '../ldap-writes';
import { draftOf, type Entry, newEntry, setValues, textOf } from './ad-entry';
import {
  attributeError,
  badName,
  CODE,
  illegalModification,
  nameTaken,
  namingViolation,
  noRights,
  noSuchObject,
  notLeaf,
} from './ad-error';
import { accountNameTaken, badSyntax, passwordRestriction, undefinedInSchema } from './ad-error';
import type { Forest } from './ad-forest';
import { EPOCH_DIFFERENCE_MS } from './ad-log-in';
import { modified } from './ad-modify';
import { single } from './ad-names';
import { checkPassword } from './ad-passwords';
import type { Replica } from './ad-replica';
import { ATTRIBUTES, CLASSES } from './ad-schema';
import { baseOf, located } from './ad-search';
import { checkAccountControl, checkAccountName, checkLength, checkValues, lacksPassword, writable } from './ad-values';
import { type Caller, mayChange, mayCreate, mayDelete } from './ad-rights';

export interface WriteContext {
  forest: Forest;
  replica: Replica;
  caller: Caller;
  isEncrypted: boolean;
  /** Adding what is there and removing what is not are no errors. */
  isPermissive: boolean;
}

/** A user that nobody gave a control: normal, disabled, needs no password. */
const UNTOUCHED_CONTROL = 0x222;
const GLOBAL_SECURITY_GROUP = '-2147483646';
const NEVER = '9223372036854775807';

/** Makes the change, or throws and makes none. @throws AdError */
export function write(request: WriteRequest, context: WriteContext): void {
  switch (request.kind) {
    case 'add':
      return add(request, context);
    case 'modify': {
      const entry = baseOf(request.dn, context.replica);
      if (!mayChange(entry, context.replica, context.caller)) throw noRights();
      const draft = modified(entry, request.changes, context);
      checkWhole(draft, context, new Set(request.changes.map(({ attribute }) => attribute.name.toLowerCase())));
      return context.forest.commit(context.replica, draft);
    }
    case 'rename':
      return rename(request, context);
    case 'delete':
      return remove(request, context);
  }
}

function add({ dn, attributes }: AddRequest, context: WriteContext): void {
  const { replica, caller, forest } = context;
  const { entry: taken } = located(dn, replica);
  const { parent, rdn } = placeOf(dn, replica);
  const objectClass = classOf(attributes);
  if (!mayCreate(objectClass, parent, replica, caller)) throw noRights();
  if (taken) throw nameTaken();

  const entry = newEntry(parent.guid, rdn, objectClass);
  const { named } = CLASSES.get(entry.objectClass)!;
  if (rdn.type.toUpperCase() !== named || parent.objectClass === 'user') throw namingViolation();
  entry.rdn = { type: named, value: rdn.value };
  checkLength(ATTRIBUTES.get(named.toLowerCase())!, rdn.value);
  for (const { name, values } of attributes) addAttribute(entry, name, values, context);
  addDefaults(entry);
  checkWhole(entry, context, new Set(entry.attributes.keys()));
  forest.commit(replica, entry);
}

function addAttribute(entry: Entry, name: string, values: readonly Buffer[], context: WriteContext): void {
  const key = name.toLowerCase();
  if (key === 'objectclass' || key === 'objectcategory') return;
  if (values.length === 0) throw badSyntax();
  if (key === entry.rdn.type.toLowerCase() || key === 'name') {
    if (values.length !== 1 || values[0]?.toString() !== entry.rdn.value) throw namingViolation();
    return;
  }
  const schema = writable(name, entry.objectClass);
  checkValues(schema, values);
  if (key === 'member') return void modified(entry, [{ operation: 'add', attribute: { name, values: [...values] } }], context, entry);
  setValues(entry, schema.name, values);
}

const classOf = (attributes: readonly WrittenAttribute[]): string => {
  const names =
    attributes.find(({ name }) => name.toLowerCase() === 'objectclass')?.values.map((value) => value.toString().toLowerCase()) ?? [];
  const known = new Set([...CLASSES.values()].flatMap(({ line }) => line.map((one) => one.toLowerCase())));
  if (names.some((name) => !known.has(name))) throw undefinedInSchema();
  const most = names.filter((name) => CLASSES.has(name)).at(-1);
  if (most === undefined) throw undefinedInSchema();
  return most;
};

function addDefaults(entry: Entry): void {
  const missing = (name: string): boolean => !entry.attributes.has(name.toLowerCase());
  const isAccount = entry.objectClass === 'user';
  if (isAccount && missing('userAccountControl')) setValues(entry, 'userAccountControl', [String(UNTOUCHED_CONTROL)]);
  if (isAccount && missing('accountExpires')) setValues(entry, 'accountExpires', [NEVER]);
  if (isAccount && missing('pwdLastSet')) setValues(entry, 'pwdLastSet', ['0']);
  if (entry.objectClass === 'group' && missing('groupType')) setValues(entry, 'groupType', [GLOBAL_SECURITY_GROUP]);
  if ((isAccount || entry.objectClass === 'group') && missing('sAMAccountName')) {
    setValues(entry, 'sAMAccountName', [`$${randomBytes(6).toString('hex').toUpperCase()}-${randomBytes(3).toString('hex')}`.slice(0, 20)]);
  }
}

/** Tenths of a microsecond since 1601. */
const fileTimeOf = (instant: Date): string => String(BigInt(instant.getTime() + EPOCH_DIFFERENCE_MS) * 10_000n);

/** What no attribute tells alone; and when the password was set. */
function checkWhole(draft: Entry, context: WriteContext, written: ReadonlySet<string>): void {
  const { replica } = context;
  const accountName = textOf(draft, 'sAMAccountName') ?? '';
  if (written.has('samaccountname')) {
    if (accountName === '') throw illegalModification();
    checkAccountName(accountName, draft.objectClass);
    if ([...replica.having('samaccountname', accountName)].some((guid) => guid !== draft.guid)) throw accountNameTaken();
  }
  const principal = textOf(draft, 'userPrincipalName');
  if (written.has('userprincipalname') && principal !== null) {
    const isTaken = [...replica.having('userprincipalname', principal)].some((guid) => guid !== draft.guid);
    if (isTaken) throw attributeError(CODE.constraintViolation, '000021C8', ATTRIBUTES.get('userprincipalname')!);
  }
  const password = draft.attributes.get('unicodepwd')?.values[0];
  if (written.has('unicodepwd') && password) {
    checkPassword(password, accountName, context.isEncrypted);
    setValues(draft, 'pwdLastSet', [fileTimeOf(context.forest.now())]);
  }
  if (draft.objectClass === 'user' && written.has('useraccountcontrol')) {
    const control = Number(textOf(draft, 'userAccountControl') ?? UNTOUCHED_CONTROL);
    checkAccountControl(control);
    if (lacksPassword(control, draft)) throw passwordRestriction();
  }
}

/** @throws AdError where the place above is not there */
function placeOf(dn: string, replica: Replica): { parent: Entry; rdn: { type: string; value: string } } {
  const [first, ...above] = parseDn(dn);
  const rdn = single(first);
  if (!rdn || above.length === 0) throw badName();
  // Written anew from its parts, so that it can be looked up.
  const parent = baseOf(dn.slice(endOfFirst(dn) + 1), replica);
  return { parent, rdn: { type: rdn.type.toUpperCase(), value: rdn.value } };
}

/** Where the first comma stands that no backslash guards. */
function endOfFirst(dn: string): number {
  for (let at = 0; at < dn.length; at++) {
    if (dn[at] === ',') return at;
    if (dn[at] === '\\') at++;
  }
  return dn.length;
}

function rename({ dn, newRdn, deletesOldRdn, newSuperior }: RenameRequest, { forest, replica, caller }: WriteContext): void {
  const entry = baseOf(dn, replica);
  if (!deletesOldRdn) throw illegalModification();
  const rdn = single(parseDn(newRdn)[0]);
  if (!rdn) throw badName();
  const { named } = CLASSES.get(entry.objectClass) ?? { named: entry.rdn.type };
  if (rdn.type.toUpperCase() !== named) throw namingViolation();
  const above = newSuperior === null ? replica.get(entry.parent ?? '') : baseOf(newSuperior, replica);
  if (!above) throw noSuchObject(replica.dnOf(replica.root));
  if (!mayChange(entry, replica, caller) || !mayCreate(entry.objectClass, above, replica, caller)) throw noRights();
  checkLength(ATTRIBUTES.get(named.toLowerCase())!, rdn.value);
  if (replica.isWithin(above, entry.guid) || above.objectClass === 'user') throw illegalModification();
  const taken = replica.child(above.guid, { type: named, value: rdn.value });
  if (taken && taken.guid !== entry.guid) throw nameTaken();
  forest.commit(replica, { ...draftOf(entry), parent: above.guid, rdn: { type: named, value: rdn.value } });
}

function remove({ dn }: DeleteRequest, { forest, replica, caller }: WriteContext): void {
  const entry = baseOf(dn, replica);
  if (!mayDelete(entry, replica, caller)) throw noRights();
  if (replica.hasChildren(entry.guid)) throw notLeaf();
  forest.remove(replica, entry.guid);
}
