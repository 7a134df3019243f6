import type { CommissionMemory, ReadMemory } from './read-memory';

type Places = Pick<ReadMemory, 'units' | 'commissions'>;

/** Places that are new, gone, or have not the same mark; without a mark nobody knows. */
function changedPlaces(before: ReadonlyMap<string, string | null>, now: ReadonlyMap<string, string | null>): Set<string> {
  const places = new Set([...before.keys(), ...now.keys()]);
  return new Set([...places].filter((place) => before.get(place) !== now.get(place) || now.get(place) === null));
}

const marks = (commissions: ReadonlyMap<string, CommissionMemory>): Map<string, string | null> =>
  new Map([...commissions].map(([place, { mark }]) => [place, mark]));

export const changedUnits = (before: Places, now: Pick<Places, 'units'>): Set<string> => changedPlaces(before.units, now.units);

export const changedCommissions = (before: Places, now: ReadonlyMap<string, string | null>): Set<string> =>
  changedPlaces(marks(before.commissions), now);

/** Short hashes of all who are, or were, members of these commissions. */
export const membersOf = (places: ReadonlySet<string>, ...rounds: readonly ReadonlyMap<string, CommissionMemory>[]): Set<string> =>
  new Set(rounds.flatMap((commissions) => [...places].flatMap((place) => commissions.get(place)?.members ?? [])));

/** The commissions that have any of these as members. */
export const commissionsOf = (members: ReadonlySet<string>, commissions: ReadonlyMap<string, CommissionMemory>): string[] =>
  [...commissions].filter(([, commission]) => commission.members.some((member) => members.has(member))).map(([place]) => place);
