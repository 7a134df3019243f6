/* What was measured of the AD, held against what it must reach. */
import { aligned, least, median, most, type Row, shown } from './report';

/** Each list has one element per repetition, in milliseconds where nothing else is said. */
export interface AdMeasurements {
  /** Accounts that are created, and that are compared. */
  created: number;
  compared: number;
  /** The worker creates accounts with their groups, and reads them back. */
  createMs: number[];
  /** `ldapmodify` adds the same accounts, and makes them members. */
  ldapaddMs: number[];
  /** A comparison with nothing changed. */
  compareMs: number[];
  compareMemoryMb: number[];
  /** `ldapsearch` lists the same objects' GUIDs and stamps. */
  ldapsearchMs: number[];
  /** From a changed entry in HSA to the account changed and read back, without the waiting for the schedule. */
  changeMs: number[];
}

export function adRows(measured: AdMeasurements): Row[] {
  const { createMs, ldapaddMs, compareMs, compareMemoryMb, ldapsearchMs, changeMs } = measured;
  return [
    least('creates / ldapadd (rate)', '×', median(ldapaddMs) / median(createMs), 0.5, 0.9),
    most('comparison, nothing changed / ldapsearch', '×', median(compareMs) / median(ldapsearchMs), 1.5, 1),
    most('memory, comparison', 'MB', median(compareMemoryMb), 350, 200),
    most('from HSA to the AD', 's', median(changeMs) / 1000, 2, 0.5),
  ];
}

export function adDetails(measured: AdMeasurements): string {
  const { created, compared, ...lists } = measured;
  const names: Record<keyof typeof lists, [string, string]> = {
    createMs: [`create ${created} accounts`, 'ms'],
    ldapaddMs: [`ldapadd ${created} accounts`, 'ms'],
    compareMs: [`compare ${compared} accounts`, 'ms'],
    compareMemoryMb: ['memory of that', 'MB'],
    ldapsearchMs: [`ldapsearch ${compared} accounts`, 'ms'],
    changeMs: ['one change, from HSA to the AD', 'ms'],
  };
  return aligned(
    (Object.keys(names) as (keyof typeof lists)[]).map((list) => [names[list][0], `${shown(median(lists[list]))} ${names[list][1]}`]),
  );
}
