import { endPostgres } from './shared-postgres';
import { endSamba } from './shared-samba';

/** Jest calls this once, after the last test file, whatever came of the tests. */
export default async function afterAllTests(): Promise<void> {
  await Promise.all([endPostgres(), endSamba()]);
}
