import { dnKey, formatDn, parseDn } from '../people/distinguished-name';
import type { Instant } from '../platform/time';
import type { AdStamp } from './active-directory';
import type { ComparedAccount } from './compared-account';
import { isCompared, isToBeRead, isWatched } from './drift';
import { memberKey } from './group-drift';
import { type MunicipalityInAd, accountDn, groupsFor, organisationalUnitFor } from './placement';

/** An account and where it was seen; null where it was not. */
export interface Sighted {
  readonly account: ComparedAccount;
  dn: string | null;
}

export type StrangeStamp = Pick<AdStamp, 'objectGuid' | 'dn'> & { kind: 'user' | 'group' };

/** What a paged list of stamps shows of the accounts and groups that should be there: presence is proven by GUIDs. */
export class AdSight {
  /** Seen, and not as when it was last read, or watched. */
  readonly moved: Sighted[] = [];
  readonly strangers: StrangeStamp[] = [];
  /** Seen, and held because they were not there: what they wait for can be written. */
  readonly back: ComparedAccount[] = [];
  /** GUIDs of what was seen and is no account, our own groups too, by what it is known by as a member: none of it should be one. */
  readonly notAccounts = new Map<string, string>();
  readonly #accounts = new Map<string, Sighted>();
  readonly #places = new Map<string, string>();
  /** Ours by normal form of their names. */
  readonly #ourGroups: ReadonlySet<string>;
  readonly #groups = new Map<string, AdStamp>();
  #seen = 0;

  constructor(
    accounts: readonly ComparedAccount[],
    municipalities: readonly MunicipalityInAd[],
    organisationalUnit: string,
    private readonly controller: string,
    private readonly now: Instant,
  ) {
    const below = formatDn(parseDn(organisationalUnit));
    for (const municipality of municipalities) this.#places.set(municipality.code, organisationalUnitFor(municipality, below));
    this.#ourGroups = new Set(municipalities.flatMap((municipality) => groupsFor(municipality, below)).map(dnKey));
    for (const account of accounts) if (account.objectGuid !== null) this.#accounts.set(account.objectGuid, { account, dn: null });
  }

  take(page: readonly AdStamp[]): void {
    for (const stamp of page) {
      const sighted = this.#accounts.get(stamp.objectGuid);
      if (sighted) {
        this.see(sighted, stamp);
        continue;
      }
      this.notAccounts.set(memberKey(stamp.dn), stamp.objectGuid);
      if (stamp.kind === 'group' && this.#ourGroups.has(dnKey(stamp.dn))) this.#groups.set(dnKey(stamp.dn), stamp);
      else if (stamp.kind === 'user' || stamp.kind === 'group') this.strangers.push({ ...stamp, kind: stamp.kind });
    }
  }

  /** Every account that has a link. */
  get accounts(): Iterable<Sighted> {
    return this.#accounts.values();
  }

  /** How many of the accounts that can be held against the AD were to be seen, and were not. */
  get absent(): Sighted[] {
    return [...this.#accounts.values()].filter(({ account, dn }) => dn === null && this.isCompared(account));
  }

  get compared(): number {
    let count = 0;
    for (const { account } of this.#accounts.values()) if (this.isCompared(account)) count += 1;
    return count;
  }

  /** Neither an account nor a group of ours was seen, and there should be several: the AD shows itself to nobody like us. */
  get isBlind(): boolean {
    return this.#seen === 0 && this.#groups.size === 0 && this.compared > MAY_ALL_BE_GONE;
  }

  /** The stamp of one of our groups; null where it was not seen. */
  group(dn: string): AdStamp | null {
    return this.#groups.get(dnKey(dn)) ?? null;
  }

  /** Accounts that were seen or found, by what they are known by as members. */
  byMemberKey(): Map<string, Sighted> {
    const found = new Map<string, Sighted>();
    for (const sighted of this.#accounts.values()) if (sighted.dn !== null) found.set(memberKey(sighted.dn), sighted);
    return found;
  }

  /** One of a municipality that is configured, linked, and not waiting. */
  isCompared(account: ComparedAccount): boolean {
    return this.#places.has(account.municipality) && isCompared(account, this.now);
  }

  private see(sighted: Sighted, stamp: AdStamp): void {
    const { account } = sighted;
    sighted.dn = stamp.dn;
    this.#seen += 1;
    const organisationalUnit = this.#places.get(account.municipality);
    if (organisationalUnit === undefined) return;
    if (account.refusedCode === 'missing') this.back.push(account);
    if (isWatched(account, this.now)) this.moved.push(sighted);
    if (!isCompared(account, this.now)) return;
    if (isToBeRead(account, accountDn({ cn: account.accountName, organisationalUnit }), stamp, this.controller)) this.moved.push(sighted);
  }
}

/** Somebody may have deleted this many by hand. */
const MAY_ALL_BE_GONE = 2;
