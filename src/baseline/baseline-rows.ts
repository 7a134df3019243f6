import { hsaIdKey, isHsaId, isTestHsaId } from '../people/hsa-id';
import { type LocalDate, isLocalDate } from '../platform/time';

/** A row of the file as it stands there. */
export interface BaselineRow {
  line: number;
  values: { hsaId: string; grantedSince: string; units: string; agreementSigned: string; municipality: string };
}

/** Somebody who already works in Cosmic. */
export interface BaselinePerson {
  line: number;
  municipality: string;
  hsaId: string;
  grantedSince: LocalDate;
  /** HSA-ids; empty: the file names none. */
  units: string[];
  agreementSigned: LocalDate | null;
}

export type BaselineProblem = 'hsa-id-malformed' | 'date-malformed' | 'date-ahead' | 'unit-malformed' | 'municipality-unknown' | 'repeated';

/**
 * Who stands in a file, and every row's first problem.
 *
 * | row                                                     | problem              |
 * |---------------------------------------------------------|----------------------|
 * | no HSA-id, or none that is                              | hsa-id-malformed     |
 * | granted since: no day; signed: something that is none   | date-malformed       |
 * | either day is to come                                   | date-ahead           |
 * | a unit that is no HSA-id                                | unit-malformed       |
 * | a municipality that is not configured; or none is named and the HSA-id has no municipality's prefix | municipality-unknown |
 * | the same HSA-id in the same municipality again          | repeated             |
 *
 * @param municipalityOf code by HSA-id's prefix; null where none has it
 */
export function baselinePeople(
  rows: readonly BaselineRow[],
  { codes, municipalityOf, today }: { codes: ReadonlySet<string>; municipalityOf: (hsaId: string) => string | null; today: LocalDate },
): { people: BaselinePerson[]; problems: { line: number; problem: BaselineProblem }[] } {
  const people: BaselinePerson[] = [];
  const problems: { line: number; problem: BaselineProblem }[] = [];
  const seen = new Set<string>();
  for (const { line, values } of rows) {
    const municipality = values.municipality === '' ? municipalityOf(values.hsaId) : values.municipality.toLowerCase();
    const units = values.units.split(/[\s,|]+/).filter((unit) => unit !== '');
    const who = `${municipality ?? ''} ${hsaIdKey(values.hsaId)}`;
    const problem = ofRow(values, units, municipality, codes, today) ?? (seen.has(who) ? 'repeated' : null);
    if (problem !== null || municipality === null) {
      problems.push({ line, problem: problem ?? 'municipality-unknown' });
      continue;
    }
    seen.add(who);
    const { hsaId, grantedSince, agreementSigned } = values;
    people.push({ line, municipality, hsaId, grantedSince, units, agreementSigned: agreementSigned === '' ? null : agreementSigned });
  }
  return { people, problems };
}

function ofRow(
  { hsaId, grantedSince, agreementSigned }: BaselineRow['values'],
  units: readonly string[],
  municipality: string | null,
  codes: ReadonlySet<string>,
  today: LocalDate,
): BaselineProblem | null {
  const days = [grantedSince, ...(agreementSigned === '' ? [] : [agreementSigned])];
  if (!isAnyHsaId(hsaId)) return 'hsa-id-malformed';
  if (!days.every(isLocalDate)) return 'date-malformed';
  if (days.some((day) => day > today)) return 'date-ahead';
  if (!units.every(isAnyHsaId)) return 'unit-malformed';
  return municipality === null || !codes.has(municipality) ? 'municipality-unknown' : null;
}

const isAnyHsaId = (text: string): boolean => isHsaId(text) || isTestHsaId(text);
