import { type AttributeNames, baseName, type RawEntry, type RawValue, type UsedAttribute } from './raw-entry';

const BLANK = '[\\p{Zs}\\u200B\\u2060\\uFEFF]';
const BLANKS_AROUND = new RegExp(`^${BLANK}+|${BLANK}+$`, 'gu');

/** Blanks around a value are gone; control characters are not, they are a finding. Unicode NFC. */
export const clean = (text: string): string => text.normalize('NFC').replace(BLANKS_AROUND, '');

/** One order whatever order the source has. */
export const sortedUnique = (texts: Iterable<string>): string[] => [...new Set(texts)].sort();

/** The values of one entry by what an attribute means, whatever this catalogue calls it. */
export class EntryAttributes {
  readonly #hasOptions: boolean;

  constructor(
    private readonly entry: RawEntry,
    readonly names: AttributeNames,
  ) {
    this.#hasOptions = [...entry.attributes.keys()].some((description) => description.includes(';'));
  }

  /** The attribute's name in this catalogue. */
  nameOf(attribute: UsedAttribute): string {
    return this.names[attribute].name;
  }

  /** Texts without blanks around and without empty ones; sorted, each once. */
  texts(attribute: UsedAttribute): string[] {
    return sortedUnique(this.asWritten(attribute).map(clean).filter(Boolean));
  }

  /** Texts exactly as the catalogue has them. */
  asWritten(attribute: UsedAttribute): string[] {
    return this.values(attribute).map(asText);
  }

  /** Texts under any option at all: where the answer must not hide behind a language tag. */
  underAnyOption(attribute: UsedAttribute): string[] {
    return this.descriptions(attribute)
      .flatMap((description) => this.entry.attributes.get(description) ?? [])
      .map(asText);
  }

  /** Without a language tag (`;binary` is none); else in Swedish; else under the first description there is. */
  values(attribute: UsedAttribute): RawValue[] {
    const key = this.names[attribute].key;
    if (!this.#hasOptions) return this.entry.attributes.get(key) ?? [];
    const descriptions = this.descriptions(attribute);
    const plain = descriptions.filter((description) => description === key || description === `${key};binary`);
    const swedish = descriptions.filter((description) => description.split(';').some((option) => /^lang-sv(-|$)/.test(option)));
    const chosen = [plain, swedish.slice(0, 1), descriptions.slice(0, 1)].find((group) => group.length > 0) ?? [];
    return chosen.flatMap((description) => this.entry.attributes.get(description) ?? []);
  }

  private descriptions(attribute: UsedAttribute): string[] {
    const key = this.names[attribute].key;
    if (!this.#hasOptions) return [key];
    return [...this.entry.attributes.keys()].filter((description) => baseName(description) === key).sort();
  }
}

const asText = (value: RawValue): string => (typeof value === 'string' ? value : value.toString('utf8'));
