import { offerPostgres } from './shared-postgres';

/** Jest calls this once, before the first test file. */
export default offerPostgres;
