import { join } from 'node:path';

/** The folder of package.json, from `src` as from `dist`: relative paths in the configuration count from here. */
export const projectRoot = join(__dirname, '..', '..', '..');
