import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { dnKey, isUnder } from '../people/distinguished-name';
import type { Instant } from '../platform/time';
import type { AccountAttributes } from './account.types';
import type { AdSession } from './active-directory';
import type { AdSight, Sighted } from './ad-sight';
import type { StrangeMember } from './compared-account';
import { ComparedAccounts } from './compared-accounts.repository';
import { type AccountDrift, mayBeOld } from './drift';
import { type GroupMemory, isGroupToBeRead, memberKey, membershipDrift } from './group-drift';
import { type MunicipalityInAd, groupsFor } from './placement';

export interface GroupComparison {
  drifts: { sighted: Sighted; drift: AccountDrift }[];
  members: StrangeMember[];
  memory: GroupMemory;
  /** Groups whose members were read. */
  read: number;
}

/** Keys of those who should be members, by normal form of the group's name. */
type Expected = Map<string, Set<string>>;

/** Compares our groups for themselves: a membership stamps the group, not the member. */
@Injectable()
export class GroupComparer {
  constructor(private readonly accounts: ComparedAccounts) {}

  async compare(
    session: AdSession,
    sight: AdSight,
    { manager, municipalities, organisationalUnit, memory, now, signal }: GroupsToCompare,
  ): Promise<GroupComparison> {
    const populated = new Set<string>();
    for (const { account, dn } of sight.accounts) if (dn !== null) populated.add(account.municipality);
    const found: GroupComparison = { drifts: [], members: [], memory: { controller: session.controller, seenUsn: {} }, read: 0 };
    const seenUsn: Record<string, string> = {};
    const names = new Set(municipalities.filter(({ code }) => populated.has(code)).flatMap((one) => groupsFor(one, organisationalUnit)));
    let expected: Expected | null = null;
    const known = sight.byMemberKey();
    for (const groupDn of names) {
      signal?.throwIfAborted();
      const stamp = sight.group(groupDn);
      if (stamp && !isGroupToBeRead(memory, stamp, session.controller)) {
        seenUsn[stamp.objectGuid] = stamp.usnChanged;
        continue;
      }
      expected ??= await this.expected(manager, sight, municipalities);
      found.read += 1;
      const members = await session.members(stamp?.dn ?? groupDn);
      const { added, removed } = membershipDrift(expected.get(dnKey(groupDn)) ?? new Set(), members);
      const note = (sighted: Sighted, drift: AccountDrift): void => {
        if (isCertain(sight, sighted, session.controller, now)) found.drifts.push({ sighted, drift });
      };
      for (const key of removed) {
        const sighted = known.get(key);
        if (sighted) note(sighted, { kind: 'group-removed', groupDn });
      }
      for (const dn of added) {
        const sighted = known.get(memberKey(dn));
        if (sighted) note(sighted, { kind: 'group-added', groupDn });
        else if (sight.notAccounts.has(memberKey(dn)) || !isUnder(dn, organisationalUnit)) {
          signal?.throwIfAborted();
          found.members.push({ objectGuid: sight.notAccounts.get(memberKey(dn)) ?? (await session.guidOf(dn)), groupDn });
        }
      }
      if (stamp && added.length === 0 && removed.length === 0) seenUsn[stamp.objectGuid] = stamp.usnChanged;
    }
    return { ...found, memory: { controller: session.controller, seenUsn } };
  }

  private async expected(manager: EntityManager, sight: AdSight, municipalities: readonly MunicipalityInAd[]): Promise<Expected> {
    const places = new Map<string, string>();
    const keyOf = (municipality: string, hsaIdKey: string): string => `${municipality} ${hsaIdKey}`;
    for (const { account, dn } of sight.accounts) if (dn !== null) places.set(keyOf(account.municipality, account.hsaIdKey), dn);
    const expected: Expected = new Map();
    const groupKeys = new Map<string, string>();
    for (const { code } of municipalities) {
      for await (const page of this.accounts.applied(manager, code)) {
        for (const { hsaIdKey, applied } of page) {
          const dn = places.get(keyOf(code, hsaIdKey));
          if (dn === undefined || applied === null) continue;
          for (const group of (JSON.parse(applied) as AccountAttributes).memberOf) {
            const key = groupKeys.get(group) ?? dnKey(group);
            groupKeys.set(group, key);
            const members = expected.get(key) ?? new Set();
            expected.set(key, members.add(memberKey(dn)));
          }
        }
      }
    }
    return expected;
  }
}

/** An account that waits is about to be written, and a write may not have come here yet: what is wrong then says nothing. */
const isCertain = (sight: AdSight, { account }: Sighted, controller: string, now: Instant): boolean =>
  sight.isCompared(account) && !mayBeOld(account, controller, now);

export interface GroupsToCompare {
  manager: EntityManager;
  municipalities: readonly MunicipalityInAd[];
  organisationalUnit: string;
  memory: GroupMemory | null;
  now: Instant;
  signal: AbortSignal | undefined;
}
