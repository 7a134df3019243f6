import type { AccountAttributes } from '../../src/external-ad/account.types';
import { type ActiveDirectory, type AdObject, AdRefusal, type AdSession } from '../../src/external-ad/active-directory';
import type { LdapAdConfiguration } from '../../src/platform/config/schema';

/** What an administrator does, past the service. Attributes by AD name; null takes one away. */
export interface ByHand {
  add(dn: string, objectClass: 'user' | 'group' | 'organizationalUnit' | 'contact', attributes?: Record<string, string>): Promise<void>;
  change(dn: string, attributes: Record<string, string | string[] | null>): Promise<void>;
  /** @param to the whole new DN */
  rename(dn: string, to: string): Promise<void>;
  remove(dn: string): Promise<void>;
  /** Values as text; null where the object is not there. */
  read(dn: string, attribute: string): Promise<string[] | null>;
}

export interface AdFixture {
  directory: ActiveDirectory;
  configuration: LdapAdConfiguration;
  byHand: ByHand;
  /** DN of an OU of the domain that is not ours; the service may not write in it. */
  otherUnit: string;
  stop(): Promise<void>;
}

/** Where one test is. */
export interface AdScene {
  readonly ad: AdFixture;
  readonly session: AdSession;
  /** An account of this test's own. */
  account(change?: Partial<AccountAttributes>): AccountAttributes;
  /** DN of a group of this test's own. */
  group(): string;
  created(change?: Partial<AccountAttributes>): Promise<AdObject>;
}

/** Kind and code of what was refused; `done` where nothing was. */
export const refusal = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof AdRefusal ? `${error.kind} ${error.code}` : String(error)),
  );
