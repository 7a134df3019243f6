import { escapeRdnValue, parentDn, parseDn, sameDn } from '../../people/distinguished-name';
import type { LdapAdConfiguration } from '../../platform/config/schema';
import { RESULT } from '../../platform/ldap/ldap-fault';
import type { LdapConnection, LdapResult, WrittenAttribute, WrittenChange } from '../../platform/ldap/ldap.connection';
import type { AccountAttributes } from '../account.types';
import type { AdObject } from '../active-directory';
import type { Attempt } from '../ad-refusal';
import type { AttributeChange } from '../diff';
import { accountDn } from '../placement';
import { changesOf, newAccountAttributes } from './ad-attributes';
import type { AdReader, Standing } from './ad-reader.ldap';
import { heldBack, refusedWrite } from './ad-refusals.ldap';
import { guidDn } from './guid';
import { newPassword } from './new-password.ldap';

const USER = ['top', 'person', 'organizationalPerson', 'user'];
/** `groupType`: global (0x2), security (0x80000000). */
const GLOBAL_SECURITY_GROUP = '-2147483646';

/**
 * Writes over one connection. Right before each the object is read once more: it must be there, below our OU and marked;
 * the write then names it by its GUID, so that it finds this object or none, whatever is renamed or moved meanwhile.
 * Throws AdRefusal, and what the connection throws.
 */
export class AdWriter {
  constructor(
    private readonly connection: LdapConnection,
    private readonly reader: AdReader,
    private readonly configuration: LdapAdConfiguration,
  ) {}

  async ensureUnit(dn: string): Promise<void> {
    this.requireBelowUnit(dn);
    if (await this.reader.one(dn, ['objectGUID'])) return;
    const result = await this.connection.add(dn, [{ type: 'objectClass', values: ['top', 'organizationalUnit'] }]);
    // Somebody else was first.
    if (result.resultCode === RESULT.entryAlreadyExists && (await this.reader.one(dn, ['objectGUID']))) return;
    this.requireDone(result, { operation: 'add' });
  }

  async ensureGroup(dn: string): Promise<void> {
    this.requireBelowUnit(dn);
    if (await this.isOurGroup(dn)) return;
    const above = parentDn(dn) ?? '';
    if (!sameDn(above, this.configuration.organisationalUnit)) await this.ensureUnit(above);
    const { mark, markAttribute } = this.configuration;
    const attributes: WrittenAttribute[] = [
      { type: 'objectClass', values: ['top', 'group'] },
      { type: 'groupType', values: [GLOBAL_SECURITY_GROUP] },
      { type: 'sAMAccountName', values: [parseDn(dn)[0]?.[0]?.value ?? ''] },
      { type: markAttribute, values: [mark] },
    ];
    const result = await this.connection.add(dn, attributes);
    if (result.resultCode === RESULT.entryAlreadyExists) {
      if (await this.isOurGroup(dn)) return;
      throw heldBack('group-not-ours', this.reader.server); // one elsewhere in the domain has its name
    }
    this.requireDone(result, { operation: 'add', writes: attributes.map(({ type }) => type) });
  }

  /** In one request: an account without a password, or without our mark, is never there. */
  async create(account: AccountAttributes): Promise<void> {
    const dn = accountDn(account);
    this.requireBelowUnit(dn);
    const { mark, markAttribute } = this.configuration;
    const password = newPassword();
    const attributes: WrittenAttribute[] = [
      { type: 'objectClass', values: USER },
      ...newAccountAttributes(account, this.configuration),
      { type: markAttribute, values: [mark] },
      { type: 'unicodePwd', values: [password] },
    ];
    const result = await this.connection.add(dn, attributes);
    password.fill(0);
    this.requireDone(result, { operation: 'add', writes: attributes.map(({ type }) => type) });
  }

  async modify(account: AdObject, changes: readonly AttributeChange[]): Promise<void> {
    const written = changesOf(account, changes, this.configuration);
    if (written.length === 0) return;
    const { objectGuid } = await this.requireOurs(guidDn(account.objectGuid));
    await this.change(objectGuid, written);
  }

  async setRandomPassword({ objectGuid }: AdObject): Promise<void> {
    await this.requireOurs(guidDn(objectGuid));
    const password = newPassword();
    try {
      await this.change(objectGuid, [{ operation: 'replace', type: 'unicodePwd', values: [password] }]);
    } finally {
      password.fill(0);
    }
  }

  async move({ objectGuid }: AdObject, { cn, organisationalUnit }: Pick<AccountAttributes, 'cn' | 'organisationalUnit'>): Promise<void> {
    this.requireBelowUnit(accountDn({ cn, organisationalUnit }));
    await this.requireOurs(guidDn(objectGuid));
    const to = { newRdn: `CN=${escapeRdnValue(cn)}`, newSuperior: organisationalUnit };
    this.requireDone(await this.connection.modifyDn(guidDn(objectGuid), to), { operation: 'rename' });
  }

  async join(account: AdObject, groupDn: string): Promise<void> {
    await this.changeMembership('add', account, groupDn);
  }

  async leave(account: AdObject, groupDn: string): Promise<void> {
    await this.changeMembership('delete', account, groupDn);
  }

  async mark({ objectGuid }: Pick<AdObject, 'objectGuid'>): Promise<void> {
    const { isMarked } = this.requireUnderUnit(await this.reader.standing(guidDn(objectGuid)));
    if (isMarked) return;
    const { mark, markAttribute } = this.configuration;
    await this.change(objectGuid, [{ operation: 'replace', type: markAttribute, values: [mark] }]);
  }

  async remove({ objectGuid }: AdObject): Promise<void> {
    await this.requireOurs(guidDn(objectGuid));
    this.requireDone(await this.connection.delete(guidDn(objectGuid)), { operation: 'delete' });
  }

  private async changeMembership(operation: 'add' | 'delete', account: AdObject, groupDn: string): Promise<void> {
    const member = await this.requireOurs(guidDn(account.objectGuid));
    const group = await this.requireOurs(groupDn, 'group-not-ours');
    const change: WrittenChange = { operation, type: 'member', values: [guidDn(member.objectGuid)] };
    const result = await this.connection.modify(guidDn(group.objectGuid), [change]);
    if (result.resultCode === RESULT.success) return;
    // Servers refuse what is so already, each in its own words: better asked than guessed.
    if ((await this.reader.isMember(group, member)) === (operation === 'add')) return;
    throw refusedWrite(result, this.reader.server, { operation: 'modify', writes: ['member'] });
  }

  private async change(objectGuid: string, changes: readonly WrittenChange[]): Promise<void> {
    const result = await this.connection.modify(guidDn(objectGuid), changes);
    this.requireDone(result, { operation: 'modify', writes: [...new Set(changes.map(({ type }) => type))] });
  }

  /** False where nothing is there. */
  private async isOurGroup(dn: string): Promise<boolean> {
    const found = await this.reader.standing(dn);
    if (found && !found.isMarked) throw heldBack('group-not-ours', this.reader.server);
    return found !== null;
  }

  private async requireOurs(name: string, otherwise: 'not-ours' | 'group-not-ours' = 'not-ours'): Promise<Standing> {
    const found = this.requireUnderUnit(await this.reader.standing(name));
    if (!found.isMarked) throw heldBack(otherwise, this.reader.server);
    return found;
  }

  private requireUnderUnit(found: Standing | null): Standing {
    if (!found) throw heldBack('no-such-object', this.reader.server);
    if (!found.isUnderOurUnit) throw heldBack('outside-base', this.reader.server);
    return found;
  }

  private requireBelowUnit(dn: string): void {
    if (!this.reader.isBelowUnit(dn)) throw heldBack('outside-base', this.reader.server);
  }

  private requireDone(result: LdapResult, attempt: Attempt): void {
    if (result.resultCode !== RESULT.success) throw refusedWrite(result, this.reader.server, attempt);
  }
}
