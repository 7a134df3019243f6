import { rmSync } from 'node:fs';
import { Offered } from './offered';
import { provisionSamba } from './samba-template';

/** One provisioned domain for a whole run of the tests; each server works in a copy of it. */
const template = new Offered<string>('samba', () => provisionSamba());

/** Before all tests. */
export const offerSamba = (): Promise<void> => template.offer();

/** After all tests, also failed ones. */
export async function endSamba(): Promise<void> {
  const directory = await template.end();
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
}

/** In a test: the directory to copy. */
export const sambaTemplate = (): Promise<string> => template.ask();
