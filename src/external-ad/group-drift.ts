import type { AdStamp } from './active-directory';

/** A group and its `uSNChanged` when it was last found to have the members it should. */
export interface GroupMemory {
  controller: string;
  /** By GUID. */
  seenUsn: Readonly<Record<string, string>>;
}

/**
 * Whether a group's members must be read. A membership stamps the group, not the member.
 *
 * | found as it should be on | `uSNChanged` | read |
 * |--------------------------|--------------|------|
 * | another one, never       |              | yes  |
 * | this controller          | another      | yes  |
 * | this controller          | the same     | no   |
 */
export const isGroupToBeRead = (memory: GroupMemory | null, { objectGuid, usnChanged }: AdStamp, controller: string): boolean =>
  memory?.controller !== controller || memory.seenUsn[objectGuid] !== usnChanged;

export interface MembershipDrift {
  /** Members that should not be: DNs as the AD writes them. */
  added: string[];
  /** Keys of those who should be members and are not. */
  removed: string[];
}

/** By what a member is known: AD compares names without case. */
export const memberKey = (dn: string): string => dn.toLowerCase();

/**
 * | should be a member | is one | drift   |
 * |--------------------|--------|---------|
 * | yes                | yes    | none    |
 * | yes                | no     | removed |
 * | no                 | yes    | added   |
 *
 * @param expected keys of those who should be members
 * @param members DNs of those who are
 */
export function membershipDrift(expected: ReadonlySet<string>, members: readonly string[]): MembershipDrift {
  const present = new Set(members.map(memberKey));
  return {
    added: members.filter((dn) => !expected.has(memberKey(dn))),
    removed: [...expected].filter((key) => !present.has(key)),
  };
}
