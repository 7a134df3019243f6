import type { Instant } from '../../platform/time';
import { directoryTexts } from '../../texts/sv/directory';
import type { Completeness } from '../completeness';
import type { ReadEntries, SourceCheck } from '../directory-source';
import { countWhere } from '../read-entries';
import { knownPersonRows, nearMissRow, presentOrWarning } from '../source-checks';

/** An export is made daily: older than this, one was missed. */
const OLD_AFTER_HOURS = 36;

export interface LdifCheckFacts {
  file: string;
  now: Instant;
  hasManifest: boolean;
  hasSentinel: boolean;
  knownPersons: readonly { hsaId: string; surname: string }[];
  completeness: Completeness;
  /** Absent where nothing could be read. */
  contents?: { modifiedAt: Instant; peopleRead: number; entries: ReadEntries };
}

/** What `doctor` says of a catalogue file, one row for each thing that can be wrong with it. */
export function checkLdifFile(facts: LdifCheckFacts): SourceCheck[] {
  const { completeness, contents } = facts;
  if (completeness.outcome !== 'complete' || !contents) {
    const detail = completeness.outcome === 'complete' ? '' : completeness.reason;
    return [{ name: directoryTexts.check.file.name, ok: false, detail, remedy: directoryTexts.check.file.remedy }];
  }
  return [
    fileRow(facts.file, contents.peopleRead, contents.entries),
    ageRow(facts.now, contents.modifiedAt),
    presentOrWarning(facts.hasManifest, directoryTexts.check.manifest),
    presentOrWarning(facts.hasSentinel, directoryTexts.check.sentinel),
    ...knownPersonRows(facts.knownPersons, contents.entries),
    nearMissRow(contents.entries),
  ];
}

function fileRow(file: string, peopleRead: number, entries: ReadEntries): SourceCheck {
  const withRole = countWhere(entries, ({ role }) => role.kind === 'exact');
  return { name: directoryTexts.check.file.name, ok: true, detail: directoryTexts.check.file.read(file, peopleRead, withRole) };
}

function ageRow(now: Instant, modifiedAt: Instant): SourceCheck {
  const hours = Math.floor((Date.parse(now) - Date.parse(modifiedAt)) / 3_600_000);
  const { name, detail, remedy } = directoryTexts.check.age;
  return hours > OLD_AFTER_HOURS ? { name, ok: 'warning', detail: detail(hours), remedy } : { name, ok: true, detail: detail(hours) };
}
