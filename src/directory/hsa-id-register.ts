import { withoutBlanks } from '../people/blanks';
import { looseHsaIdKey } from '../people/hsa-id';

/** Every HSA-id of a read, to find two entries with one. Holds one short text per entry: catalogues have 100 000 people. */
export class HsaIdRegister {
  readonly #texts = new Map<string, string | string[]>();

  /** The values of one entry. */
  add(hsaIds: readonly string[]): void {
    for (const [key, text] of new Map(hsaIds.map((hsaId) => [looseHsaIdKey(hsaId), withoutBlanks(hsaId)]))) {
      if (key === '') continue;
      const before = this.#texts.get(key);
      this.#texts.set(key, before === undefined ? text : [before, text].flat());
    }
  }

  /** Lets go of all that only one entry has: nothing more is added, and only what is wrong is asked for. */
  keepSeveral(): void {
    for (const [key, texts] of this.#texts) if (!Array.isArray(texts)) this.#texts.delete(key);
  }

  /** True when any entry at all has it, however it is written. */
  has(hsaId: string): boolean {
    return this.#texts.has(looseHsaIdKey(hsaId));
  }

  /**
   * What is wrong with an entry's HSA-id because of other entries.
   *
   * | other entries | fault |
   * |---|---|
   * | none with this HSA-id | none |
   * | one with the same text, but for blanks | hsa-id-duplicate |
   * | one that differs in case | hsa-id-case-clash |
   */
  faultsOf(hsaId: string): ('hsa-id-duplicate' | 'hsa-id-case-clash')[] {
    const texts = this.#texts.get(looseHsaIdKey(hsaId));
    if (!Array.isArray(texts)) return [];
    const same = texts.filter((text) => text === withoutBlanks(hsaId));
    return [
      ...(same.length > 1 ? (['hsa-id-duplicate'] as const) : []),
      ...(same.length < texts.length ? (['hsa-id-case-clash'] as const) : []),
    ];
  }
}
