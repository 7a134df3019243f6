import { ldapTexts } from '../../texts/sv/ldap';
import { directoryTexts } from '../../texts/sv/directory';
import type { Completeness } from '../completeness';
import type { ReadEntries, ReadRefusal, SourceCheck } from '../directory-source';
import { countWhere } from '../read-entries';
import { knownPersonRows, nearMissRow, presentOrWarning } from '../source-checks';

/** What a trial read of a catalogue gave. */
export interface LdapCheckFacts {
  server: string;
  pageSize: number;
  isEncrypted: boolean;
  hasSentinel: boolean;
  knownPersons: readonly { hsaId: string; surname: string }[];
  completeness: Completeness;
  /** Why those with nearly the role could not be read; null where they were. */
  nearMisses: ReadRefusal | null;
  hasStamps: boolean;
  /** True where an entry is stamped later than our clock allows. */
  isStampedInFuture: boolean;
  peopleRead: number;
  entries: ReadEntries;
}

/** What `doctor` says where no server could be used, or the read broke off. */
export const refusedRow = ({ reason }: ReadRefusal): SourceCheck => {
  const { name, remedy } = ldapTexts.check.server;
  return { name, ok: false, detail: reason, remedy };
};

/** What `doctor` says of a catalogue server that could be read, one row for each thing that can be wrong with it. */
export function checkLdapServer(facts: LdapCheckFacts): SourceCheck[] {
  const { completeness, server, pageSize, entries, peopleRead } = facts;
  if (completeness.outcome !== 'complete') return [refusedRow(completeness)];
  const withRole = countWhere(entries, ({ role }) => role.kind === 'exact');
  const texts = ldapTexts.check;
  return [
    { name: texts.server.name, ok: true, detail: texts.server.read(server, peopleRead, withRole, pageSize) },
    presentOrWarning(facts.isEncrypted, texts.encryption),
    presentOrWarning(facts.hasStamps, texts.stamps),
    presentOrWarning(!facts.isStampedInFuture, texts.clock),
    presentOrWarning(facts.hasSentinel, directoryTexts.check.sentinel),
    ...knownPersonRows(facts.knownPersons, entries),
    nearMisses(facts),
  ];
}

function nearMisses({ nearMisses: refused, entries }: LdapCheckFacts): SourceCheck {
  if (refused === null) return nearMissRow(entries);
  return { name: directoryTexts.check.nearMisses.name, ok: false, detail: refused.reason, remedy: ldapTexts.check.nearMisses.remedy };
}
