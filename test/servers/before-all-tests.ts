import { offerPostgres } from './shared-postgres';
import { offerSamba } from './shared-samba';

/** Jest calls this once, before the first test file. */
export default async function beforeAllTests(): Promise<void> {
  await Promise.all([offerPostgres(), offerSamba()]);
}
