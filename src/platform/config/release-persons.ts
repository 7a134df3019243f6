import type { Configuration } from './schema';

/**
 * How many people must say yes before a halted plan is let through. Without a login a name at a terminal is only text, and
 * one who types two names is not two.
 *
 * | releases.persons | login | people |
 * |------------------|-------|--------|
 * | 1 or 2           |       | that   |
 * | none             | none  | 1      |
 * | none             | other | 2      |
 */
export const releasePersons = ({ releases, login }: Pick<Configuration, 'releases' | 'login'>): number =>
  releases.persons ?? (login.kind === 'none' ? 1 : 2);
