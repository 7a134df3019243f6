import { hsaIdKey } from '../people/hsa-id';
import { directoryTexts } from '../texts/sv/directory';
import type { ReadEntries, SourceCheck } from './directory-source';
import { clean } from './entry-attributes';
import { countWhere } from './read-entries';

/** What a source should have and can do without. */
export function presentOrWarning(
  isPresent: boolean,
  texts: { name: string; present: string; absent: string; remedy: string },
): SourceCheck {
  const { name, present, absent, remedy } = texts;
  return isPresent ? { name, ok: true, detail: present } : { name, ok: 'warning', detail: absent, remedy };
}

/** The surname that was read is never shown: the person may be protected, or another person. */
export function knownPersonRows(knownPersons: readonly { hsaId: string; surname: string }[], entries: ReadEntries): SourceCheck[] {
  const { name, none, missing, refused, another, asExpected, remedy } = directoryTexts.check.knownPersons;
  if (knownPersons.length === 0) return [{ name, ok: 'warning', detail: none, remedy }];
  return knownPersons.map(({ hsaId, surname }) => {
    const entry = Iterator.from(entries).find((candidate) => hsaIdKey(candidate.hsaId ?? '') === hsaIdKey(hsaId));
    if (!entry) return { name, ok: false, detail: missing(hsaId), remedy };
    if (!entry.person) return { name, ok: false, detail: refused(hsaId), remedy };
    const agrees = entry.person.surname === clean(surname);
    return agrees ? { name, ok: true, detail: asExpected(hsaId) } : { name, ok: false, detail: another(hsaId), remedy };
  });
}

export function nearMissRow(entries: ReadEntries): SourceCheck {
  const count = countWhere(entries, ({ role }) => role.kind === 'near');
  const { name, detail, remedy } = directoryTexts.check.nearMisses;
  return count === 0 ? { name, ok: true, detail: detail(0) } : { name, ok: 'warning', detail: detail(count), remedy };
}
