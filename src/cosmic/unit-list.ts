import { hsaIdKey, isHsaId, isTestHsaId } from '../people/hsa-id';
import { holdsPersonalNumber } from '../people/personal-number-in-text';

/** A unit as Cosmic's list has it. */
export interface CosmicUnit {
  hsaId: string;
  name: string;
  /** `hsaIdKey` of the unit above; null: at the top. */
  parentKey: string | null;
}

/** A row of the file, as it stands there. */
export interface UnitRow {
  line: number;
  values: { hsaId: string; name: string; parent: string };
}

export type UnitProblem =
  'hsa-id-malformed' | 'name-missing' | 'name-too-long' | 'personal-number' | 'repeated' | 'parent-unknown' | 'in-a-circle';

export interface UnitRowProblem {
  line: number;
  problem: UnitProblem;
}

const LONGEST_NAME = 200;

/**
 * The list that a file holds, by HSA-id key; every row's first problem where any has one.
 *
 * | row                                        | problem            |
 * |--------------------------------------------|--------------------|
 * | no HSA-id, or none that is                 | hsa-id-malformed   |
 * | no name                                    | name-missing       |
 * | a name over 200 characters                 | name-too-long      |
 * | what looks like a personnummer in it       | personal-number    |
 * | the unit stands above in the file already  | repeated           |
 * | a unit above that the file does not have   | parent-unknown     |
 * | lies under itself, at whatever distance    | in-a-circle        |
 */
export function unitList(rows: readonly UnitRow[]): { units: Map<string, CosmicUnit>; problems: UnitRowProblem[] } {
  const units = new Map<string, CosmicUnit>();
  const lines = new Map<string, number>();
  const problems: UnitRowProblem[] = [];
  for (const { line, values } of rows) {
    const problem = ofValues(values) ?? (units.has(hsaIdKey(values.hsaId)) ? 'repeated' : null);
    if (problem) {
      problems.push({ line, problem });
      continue;
    }
    const key = hsaIdKey(values.hsaId);
    units.set(key, { hsaId: values.hsaId, name: values.name, parentKey: values.parent === '' ? null : hsaIdKey(values.parent) });
    lines.set(key, line);
  }
  const written = new Set(rows.map(({ values }) => hsaIdKey(values.hsaId)));
  for (const [key, { parentKey }] of units) {
    const line = lines.get(key) ?? 0;
    if (parentKey !== null && !written.has(parentKey)) problems.push({ line, problem: 'parent-unknown' });
    else if (liesUnderItself(key, units)) problems.push({ line, problem: 'in-a-circle' });
  }
  return { units, problems: problems.sort((one, other) => one.line - other.line) };
}

function ofValues({ hsaId, name }: UnitRow['values']): UnitProblem | null {
  if (!isHsaId(hsaId) && !isTestHsaId(hsaId)) return 'hsa-id-malformed';
  if (name === '') return 'name-missing';
  if (name.length > LONGEST_NAME) return 'name-too-long';
  return holdsPersonalNumber(name) ? 'personal-number' : null;
}

function liesUnderItself(key: string, units: ReadonlyMap<string, CosmicUnit>): boolean {
  const passed = new Set<string>();
  for (let at = units.get(key)?.parentKey ?? null; at !== null && !passed.has(at); at = units.get(at)?.parentKey ?? null) {
    if (at === key) return true;
    passed.add(at);
  }
  return false;
}

export interface UnitChange {
  change: 'added' | 'removed' | 'renamed' | 'moved';
  hsaId: string;
  /** Names; of the units above where it is moved. Null: none. */
  before: string | null;
  after: string | null;
}

/** What a new list changes, in the order of the units' keys. A unit that is renamed and moved is told of twice. */
export function unitChanges(before: ReadonlyMap<string, CosmicUnit>, after: ReadonlyMap<string, CosmicUnit>): UnitChange[] {
  const nameIn = (units: ReadonlyMap<string, CosmicUnit>, key: string | null): string | null =>
    key === null ? null : (units.get(key)?.name ?? key);
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): UnitChange[] => {
    const [old, young] = [before.get(key), after.get(key)];
    if (!old) return young ? [{ change: 'added', hsaId: young.hsaId, before: null, after: young.name }] : [];
    if (!young) return [{ change: 'removed', hsaId: old.hsaId, before: old.name, after: null }];
    const changes: UnitChange[] = [];
    if (old.name !== young.name) changes.push({ change: 'renamed', hsaId: young.hsaId, before: old.name, after: young.name });
    if (old.parentKey !== young.parentKey) {
      const [from, to] = [nameIn(before, old.parentKey), nameIn(after, young.parentKey)];
      changes.push({ change: 'moved', hsaId: young.hsaId, before: from, after: to });
    }
    return changes;
  });
}
