import type { LdapAdConfiguration } from '../../platform/config/schema';
import type { LdapConnection } from '../../platform/ldap/ldap.connection';
import type { AccountAttributes } from '../account.types';
import type { AdObject, AdSession, AdStamp } from '../active-directory';
import type { AttributeChange } from '../diff';
import { accountDn } from '../placement';
import { AdReader } from './ad-reader.ldap';
import { asRefusal } from './ad-refusals.ldap';
import { AdWriter } from './ad-writer.ldap';

/** One connection to one domain controller; one request at a time. */
export class AdLdapSession implements AdSession {
  readonly server: string;
  readonly #reader: AdReader;
  readonly #writer: AdWriter;

  constructor(
    private readonly connection: LdapConnection,
    readonly controller: string,
    configuration: LdapAdConfiguration,
  ) {
    this.server = connection.server;
    this.#reader = new AdReader(connection, configuration);
    this.#writer = new AdWriter(connection, this.#reader, configuration);
  }

  byGuid(objectGuid: string): Promise<AdObject | null> {
    return refusing(this.#reader.byGuid(objectGuid));
  }

  byHsaId(hsaId: string): Promise<AdObject[]> {
    return refusing(this.#reader.byHsaId(hsaId));
  }

  inPlace(account: Pick<AccountAttributes, 'cn' | 'organisationalUnit'>): Promise<AdObject | null> {
    return refusing(this.#reader.at(accountDn(account)));
  }

  occupants(account: Pick<AccountAttributes, 'sAMAccountName' | 'userPrincipalName' | 'cn' | 'organisationalUnit'>): Promise<AdObject[]> {
    return refusing(this.#reader.occupants(account));
  }

  ensureUnit(dn: string): Promise<void> {
    return refusing(this.#writer.ensureUnit(dn));
  }

  ensureGroup(dn: string): Promise<void> {
    return refusing(this.#writer.ensureGroup(dn));
  }

  create(account: AccountAttributes): Promise<void> {
    return refusing(this.#writer.create(account));
  }

  modify(account: AdObject, changes: readonly AttributeChange[]): Promise<void> {
    return refusing(this.#writer.modify(account, changes));
  }

  setRandomPassword(account: AdObject): Promise<void> {
    return refusing(this.#writer.setRandomPassword(account));
  }

  move(account: AdObject, to: Pick<AccountAttributes, 'cn' | 'organisationalUnit'>): Promise<void> {
    return refusing(this.#writer.move(account, to));
  }

  join(account: AdObject, groupDn: string): Promise<void> {
    return refusing(this.#writer.join(account, groupDn));
  }

  leave(account: AdObject, groupDn: string): Promise<void> {
    return refusing(this.#writer.leave(account, groupDn));
  }

  mark(object: Pick<AdObject, 'dn' | 'objectGuid'>): Promise<void> {
    return refusing(this.#writer.mark(object));
  }

  remove(account: AdObject): Promise<void> {
    return refusing(this.#writer.remove(account));
  }

  stamps(onPage: (page: readonly AdStamp[]) => void | Promise<void>): Promise<void> {
    return refusing(this.#reader.stamps(onPage));
  }

  members(groupDn: string): Promise<string[]> {
    return refusing(this.#reader.members(groupDn));
  }

  guidOf(dn: string): Promise<string | null> {
    return refusing(this.#reader.guidOf(dn));
  }

  close(): void {
    this.connection.close();
  }
}

/** What the AD or the way to it did becomes an `AdRefusal`; a surprise stays one. */
const refusing = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw asRefusal(error);
  });
