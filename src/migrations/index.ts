import { InitialSchema1763690400000 } from './1763690400000-initial-schema';

/** In the order they run. */
export const MIGRATIONS = [InitialSchema1763690400000];
