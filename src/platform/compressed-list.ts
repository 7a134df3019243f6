import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Values per block: alike as they are, they take a tenth of the room together; one that is asked for alone costs its block. */
const BLOCK = 64;

/** Plain JSON values in the order they were added, held compressed. Made to be gone through in their order, some times over. */
export class CompressedList<T> {
  readonly #blocks: Buffer[] = [];
  #waiting: string[] = [];
  #length = 0;
  #open: { block: number; texts: string[] } | null = null;

  get length(): number {
    return this.#length;
  }

  push(value: T): void {
    this.#waiting.push(JSON.stringify(value));
    this.#length += 1;
    if (this.#waiting.length < BLOCK) return;
    // JSON holds no line feed but between its words, and nothing here writes any there.
    this.#blocks.push(deflateRawSync(this.#waiting.join('\n'), { level: 1 }));
    this.#waiting = [];
  }

  /** @throws RangeError outside the list */
  at(index: number): T {
    const text = index < 0 ? undefined : this.textsOf(Math.floor(index / BLOCK))[index % BLOCK];
    if (text === undefined) throw new RangeError(`No value ${String(index)} in a list of ${String(this.#length)}`);
    return JSON.parse(text) as T;
  }

  private textsOf(block: number): string[] {
    const compressed = this.#blocks[block];
    if (!compressed) return block === this.#blocks.length ? this.#waiting : [];
    if (this.#open?.block !== block) this.#open = { block, texts: inflateRawSync(compressed).toString('utf8').split('\n') };
    return this.#open.texts;
  }
}
