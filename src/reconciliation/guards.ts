import type { MunicipalityConfiguration } from '../platform/config/schema';
import { hsaIdKey } from '../people/hsa-id';
import { trippedText } from '../texts/sv/findings';
import type { EntriesByKey } from './entries-by-key';
import { brake as brakeOver } from './plan/brake';
import { tooManyMismatches, unexpectedKnownPersons } from './plan/identity-guard';
import type { Survey } from './survey';

export interface Verdict {
  /** What tripped, ready sentences; empty when the plan may be applied. */
  tripped: string[];
  /** A wrong mapping cannot be approved: nothing is released while a known person does not read as expected. */
  releasable: boolean;
}

/** All guards over a survey, the gravest first. */
export function judge(
  { tally, known, accounts, isFirstImport }: Survey,
  entries: EntriesByKey,
  { brake, source }: Pick<MunicipalityConfiguration, 'brake' | 'source'>,
): Verdict {
  const unexpected = unexpectedKnownPersons(source.knownPersons, (hsaId) => entries.get(hsaIdKey(hsaId))?.person ?? null);
  return {
    tripped: [
      ...unexpected.map(({ hsaId }) => trippedText.knownPerson(hsaId)),
      ...(tooManyMismatches(tally.mismatches, known) ? [trippedText.identities(tally.mismatches, known)] : []),
      ...brakeOver(tally.planned, accounts, brake, isFirstImport).map(({ kind, planned, accounts: of, limit }) =>
        trippedText.brake(kind, planned, of, limit),
      ),
    ],
    releasable: unexpected.length === 0,
  };
}
