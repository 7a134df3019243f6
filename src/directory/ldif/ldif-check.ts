import { hsaIdKey } from '../../people/hsa-id';
import type { Instant } from '../../platform/time';
import { directoryTexts } from '../../texts/sv/directory';
import type { Completeness } from '../completeness';
import type { ReadEntry, SourceCheck } from '../directory-source';
import { clean } from '../entry-attributes';

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
  contents?: { modifiedAt: Instant; peopleRead: number; entries: readonly ReadEntry[] };
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

function fileRow(file: string, peopleRead: number, entries: readonly ReadEntry[]): SourceCheck {
  const withRole = entries.filter(({ role }) => role.kind === 'exact').length;
  return { name: directoryTexts.check.file.name, ok: true, detail: directoryTexts.check.file.read(file, peopleRead, withRole) };
}

function ageRow(now: Instant, modifiedAt: Instant): SourceCheck {
  const hours = Math.floor((Date.parse(now) - Date.parse(modifiedAt)) / 3_600_000);
  const { name, detail, remedy } = directoryTexts.check.age;
  return hours > OLD_AFTER_HOURS ? { name, ok: 'warning', detail: detail(hours), remedy } : { name, ok: true, detail: detail(hours) };
}

function presentOrWarning(isPresent: boolean, texts: { name: string; present: string; absent: string; remedy: string }): SourceCheck {
  const { name, present, absent, remedy } = texts;
  return isPresent ? { name, ok: true, detail: present } : { name, ok: 'warning', detail: absent, remedy };
}

/** The surname that was read is never shown: the person may be protected, or another person. */
function knownPersonRows(knownPersons: LdifCheckFacts['knownPersons'], entries: readonly ReadEntry[]): SourceCheck[] {
  const { name, none, missing, refused, another, asExpected, remedy } = directoryTexts.check.knownPersons;
  if (knownPersons.length === 0) return [{ name, ok: 'warning', detail: none, remedy }];
  return knownPersons.map(({ hsaId, surname }) => {
    const entry = entries.find((candidate) => hsaIdKey(candidate.hsaId ?? '') === hsaIdKey(hsaId));
    if (!entry) return { name, ok: false, detail: missing(hsaId), remedy };
    if (!entry.person) return { name, ok: false, detail: refused(hsaId), remedy };
    const agrees = entry.person.surname === clean(surname);
    return agrees ? { name, ok: true, detail: asExpected(hsaId) } : { name, ok: false, detail: another(hsaId), remedy };
  });
}

function nearMissRow(entries: readonly ReadEntry[]): SourceCheck {
  const count = entries.filter(({ role }) => role.kind === 'near').length;
  const { name, detail, remedy } = directoryTexts.check.nearMisses;
  return count === 0 ? { name, ok: true, detail: detail(0) } : { name, ok: 'warning', detail: detail(count), remedy };
}
