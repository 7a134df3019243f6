import { hsaIdKey } from '../people/hsa-id';
import type { Unit } from '../people/person';
import type { CosmicUnit } from './unit-list';

/** A unit as HSA shows it, and how many people with the role lie under it. */
export interface HsaUnit {
  unit: Pick<Unit, 'hsaId' | 'name' | 'path'> & { above?: readonly string[] };
  people: number;
}

export interface UnitDifference {
  difference: 'missing' | 'added' | 'renamed' | 'moved' | 'without-hsa-id';
  hsaId: string | null;
  /** Name, or where it lies. Null: it is not there. */
  inHsa: string | null;
  inCosmic: string | null;
  /** With the role in HSA, right under it. */
  people: number;
}

/**
 * How Cosmic's units differ from those that people lie under in HSA, those of most people first.
 *
 * | in HSA                       | in Cosmic                                 | difference     |
 * |------------------------------|-------------------------------------------|----------------|
 * | with people, no HSA-id       |                                           | without-hsa-id |
 * | with people                  | no                                        | missing        |
 * | with people                  | with another name                         | renamed        |
 * | with people, above it A      | above it B, or the other way round none   | moved          |
 * | nobody under it, nor below   | yes                                       | added          |
 *
 * What is above is compared by HSA-id where HSA tells it, else by name.
 */
export function unitDifferences(hsa: readonly HsaUnit[], cosmic: ReadonlyMap<string, CosmicUnit>): UnitDifference[] {
  const found: UnitDifference[] = [];
  const seen = new Set<string>();
  for (const { unit, people } of hsa) {
    for (const key of unit.above ?? []) seen.add(key);
    if (unit.hsaId === null) {
      found.push({ difference: 'without-hsa-id', hsaId: null, inHsa: unit.path.join(' / '), inCosmic: null, people });
      continue;
    }
    const key = hsaIdKey(unit.hsaId);
    seen.add(key);
    const known = cosmic.get(key);
    if (!known) {
      found.push({ difference: 'missing', hsaId: unit.hsaId, inHsa: unit.path.join(' / '), inCosmic: null, people });
      continue;
    }
    const about = { hsaId: unit.hsaId, people };
    if (known.name !== unit.name) found.push({ difference: 'renamed', ...about, inHsa: unit.name, inCosmic: known.name });
    if (liesElsewhere(unit, key, known, cosmic)) {
      const inCosmic = known.parentKey === null ? null : (cosmic.get(known.parentKey)?.name ?? known.parentKey);
      found.push({ difference: 'moved', ...about, inHsa: unit.path.at(-2) ?? null, inCosmic });
    }
  }
  for (const [key, { hsaId, name }] of cosmic)
    if (!seen.has(key)) found.push({ difference: 'added', hsaId, inHsa: null, inCosmic: name, people: 0 });
  return found.sort(inOrder);
}

function liesElsewhere(unit: HsaUnit['unit'], key: string, known: CosmicUnit, cosmic: ReadonlyMap<string, CosmicUnit>): boolean {
  const above = (unit.above ?? []).filter((one) => one !== key).at(-1) ?? null;
  if (above !== null) return known.parentKey !== above && cosmic.has(above);
  const name = unit.path.at(-2) ?? null;
  if (name === null || known.parentKey === null) return false; // one of the two does not say
  return cosmic.get(known.parentKey)?.name !== name;
}

const ORDER: readonly UnitDifference['difference'][] = ['missing', 'without-hsa-id', 'moved', 'renamed', 'added'];

const inOrder = (one: UnitDifference, other: UnitDifference): number =>
  ORDER.indexOf(one.difference) - ORDER.indexOf(other.difference) ||
  other.people - one.people ||
  ((one.hsaId ?? one.inHsa ?? '') < (other.hsaId ?? other.inHsa ?? '') ? -1 : 1);
