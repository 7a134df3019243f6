import { endPostgres } from './shared-postgres';

/** Jest calls this once, after the last test file, whatever came of the tests. */
export default endPostgres;
