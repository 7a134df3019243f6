import { maskPersonalNumbers } from '../people/personal-number-in-text';
import { directoryTexts } from '../texts/sv/directory';
import type { EntryProblem } from './directory-source';
import { type EntryAttributes, sortedUnique } from './entry-attributes';
import { hasControlCharacters, printable } from './printable-text';
import type { UsedAttribute } from './raw-entry';
import { withoutPersonalNumber } from './without-personal-numbers';

/** Values that may stand in a finding; those of all other attributes never do. */
const SHOWABLE: ReadonlySet<UsedAttribute> = new Set<UsedAttribute>([
  'hsaIdentity',
  'hsaSystemRole',
  'startDate',
  'endDate',
  'hsaTitle',
  'paTitleName',
  'paTitleCode',
]);

/** Reads one entry's values and gathers what is wrong with them. */
export class EntryReader {
  readonly problems: EntryProblem[] = [];
  #refused = false;

  constructor(readonly attributes: EntryAttributes) {}

  /** True when something makes the whole entry impossible to trust. */
  get isRefused(): boolean {
    return this.#refused;
  }

  refuse(...problems: EntryProblem[]): void {
    this.problems.push(...problems);
    this.#refused ||= problems.length > 0;
  }

  inform(...problems: EntryProblem[]): void {
    this.problems.push(...problems);
  }

  /** All values; a control character in one of them refuses the entry, a personnummer in one is taken out. */
  many(attribute: UsedAttribute): string[] {
    const written = this.attributes.texts(attribute);
    const bad = written.find(hasControlCharacters);
    if (bad !== undefined) this.refuse(this.about(attribute, 'control-character', bad));
    const texts = written.map((text) => withoutPersonalNumber(attribute, text));
    if (texts.some((text, index) => text !== written[index])) this.inform(this.about(attribute, 'personal-number-in-text'));
    return sortedUnique(texts.filter(Boolean));
  }

  /** The value of an attribute that has one. Several inform, and the first in order is taken. */
  one(attribute: UsedAttribute): string | null {
    const texts = this.many(attribute);
    if (texts.length > 1) this.inform(this.ambiguous(attribute, texts.length));
    return texts[0] ?? null;
  }

  /**
   * The value of an attribute where a guess could do harm: several refuse the entry. The value is as written.
   * @param same what makes two values the same one
   */
  only(attribute: UsedAttribute, same: (text: string) => string = (text) => text): string | null {
    const texts = sortedUnique(this.attributes.asWritten(attribute));
    const count = new Set(texts.map(same)).size;
    if (count > 1) this.refuse(this.ambiguous(attribute, count));
    return texts[0] ?? null;
  }

  /** A problem with an attribute, its value shown where it may be. */
  about(attribute: UsedAttribute, kind: EntryProblem['kind'], value?: string): EntryProblem {
    const shown = value !== undefined && SHOWABLE.has(attribute) ? { value: printable(maskPersonalNumbers(value)) } : {};
    return { kind, attribute: this.attributes.nameOf(attribute), ...shown };
  }

  private ambiguous(attribute: UsedAttribute, count: number): EntryProblem {
    return { ...this.about(attribute, 'attribute-ambiguous'), note: directoryTexts.notes.severalValues(count) };
  }
}
