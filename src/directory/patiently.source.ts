import { setImmediate as breathe } from 'node:timers/promises';

/** Takes the steps of something long one after the other, letting other work of the process in between them. */
export async function patiently<T>(steps: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await breathe();
  }
}
