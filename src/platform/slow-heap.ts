import { setFlagsFromString } from 'node:v8';

/**
 * The heap grows by half at a time, not several times over: what a run of 100 000 people leaves behind is collected
 * before more memory is asked for. A flag of V8's: where a later one does not know it, it says so and goes on.
 */
export const growHeapSlowly = (): void => setFlagsFromString('--heap-growing-percent=50');
