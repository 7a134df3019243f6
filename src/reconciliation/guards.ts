import type { MunicipalityConfiguration } from '../platform/config/schema';
import type { ReadEntry } from '../directory/directory-source';
import { hsaIdKey } from '../people/hsa-id';
import { trippedText } from '../texts/sv/findings';
import { brakePlan } from './plan/plan';
import { tooManyMismatches, unexpectedKnownPersons } from './plan/identity-guard';
import type { Survey, Surveyed } from './survey';

export interface Verdict {
  /** What tripped, ready sentences; empty when the plan may be applied. */
  tripped: string[];
  /** A wrong mapping cannot be approved: nothing is released while a known person does not read as expected. */
  releasable: boolean;
}

/** All guards over a survey, the gravest first. @param approved digest by HSA-id key of rows somebody has approved */
export function judge(
  survey: Survey,
  entries: ReadonlyMap<string, ReadEntry>,
  { brake, source }: Pick<MunicipalityConfiguration, 'brake' | 'source'>,
  approved: ReadonlyMap<string, string>,
): Verdict {
  const unexpected = unexpectedKnownPersons(source.knownPersons, (hsaId) => entries.get(hsaIdKey(hsaId))?.person ?? null);
  const mismatches = survey.touched.filter((one) => one.isNewMismatch && !isApprovedRow(one, approved)).length;
  const rows = survey.touched.flatMap(({ row }) => (row ? [row] : []));
  return {
    tripped: [
      ...unexpected.map(({ hsaId }) => trippedText.knownPerson(hsaId)),
      ...(tooManyMismatches(mismatches, survey.known) ? [trippedText.identities(mismatches, survey.known)] : []),
      ...brakePlan(rows, survey.accounts, brake, approved, survey.isFirstImport).map(({ kind, planned, accounts, limit }) =>
        trippedText.brake(kind, planned, accounts, limit),
      ),
    ],
    releasable: unexpected.length === 0,
  };
}

export const isApprovedRow = ({ row }: Surveyed, approved: ReadonlyMap<string, string>): boolean =>
  row !== null && approved.get(row.hsaIdKey) === row.digest;
