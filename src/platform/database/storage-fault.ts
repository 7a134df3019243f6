/** SQLite's: full, cannot be written. PostgreSQL's: disk_full, io_error. */
const CODES = /^(SQLITE_(FULL|IOERR\w*|READONLY\w*)|53100|58030)$/;

/** The database's own code where it could not write at all: a full disk, say. Null for any other error. */
export function storageFault(error: unknown): string | null {
  const { code, driverError } = (typeof error === 'object' ? (error ?? {}) : {}) as { code?: unknown; driverError?: { code?: unknown } };
  const named = [driverError?.code, code].find((one) => typeof one === 'string');
  return named !== undefined && CODES.test(named) ? named : null;
}
