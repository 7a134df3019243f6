/** Lets one in at a time, in the order they came. */
export class Mutex {
  #tail: Promise<void> = Promise.resolve();

  /** Resolves to the function that lets the next one in. */
  async acquire(): Promise<() => void> {
    let release!: () => void;
    const before = this.#tail;
    this.#tail = new Promise((resolve) => (release = resolve));
    await before;
    return release;
  }
}
