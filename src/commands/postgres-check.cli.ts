import type { DataSource } from 'typeorm';
import type { SourceCheck } from '../directory/directory-source';
import type { Clock } from '../platform/clock';
import { doctorTexts as texts } from '../texts/sv/doctor';

const LEAST_VERSION = 13;
/** Leases are reckoned by each process's own clock; two that differ more would take them from each other too early. */
const MOST_DIFFERENCE_MS = 5000;

/** What PostgreSQL says of itself and of this connection. */
export interface PostgresFacts {
  /** For example 150018. */
  version: number;
  encoding: string;
  isolation: string;
  mayCreate: boolean;
  /** Null without TLS. */
  tls: string | null;
  /** True through a socket too. */
  isLocal: boolean;
  /** Of the server's clock to ours, milliseconds. */
  ahead: number;
}

/**
 * | fact                | is wrong                             | verdict |
 * |---------------------|--------------------------------------|---------|
 * | version             | before 13                            | fails   |
 * | encoding            | not UTF8                             | fails   |
 * | clock               | more than 5 s from this machine's    | warns   |
 * | rights              | may not create tables in the schema  | warns   |
 * | isolation           | default is not `read committed`      | warns   |
 * | connection          | over a network without TLS           | warns   |
 */
export function judgePostgres(facts: PostgresFacts): SourceCheck[] {
  const { version, encoding, isolation, mayCreate, tls, isLocal, ahead } = facts;
  const major = Math.floor(version / 10_000);
  const wrong = (ok: false | 'warning', detail: string, remedy: string): SourceCheck => ({ name: texts.database, ok, detail, remedy });
  return [
    ...(major < LEAST_VERSION ? [wrong(false, texts.oldPostgres(major), texts.newerPostgres(LEAST_VERSION))] : []),
    ...(encoding !== 'UTF8' ? [wrong(false, texts.encoding(encoding), texts.useUtf8)] : []),
    ...(Math.abs(ahead) > MOST_DIFFERENCE_MS ? [wrong('warning', texts.clocksDiffer(Math.round(ahead / 1000)), texts.setClock)] : []),
    ...(mayCreate ? [] : [wrong('warning', texts.mayNotCreate, texts.grantCreate)]),
    ...(isolation === 'read committed' ? [] : [wrong('warning', texts.isolation(isolation), texts.useReadCommitted)]),
    ...(tls === null && !isLocal ? [wrong('warning', texts.withoutTls, texts.useTls)] : []),
  ];
}

export async function askPostgres(dataSource: DataSource, clock: Clock): Promise<PostgresFacts> {
  const before = Date.parse(clock.now());
  const [row] = await dataSource.query<[Omit<PostgresFacts, 'ahead'> & { now: string }]>(`
    SELECT current_setting('server_version_num')::int AS "version",
           current_setting('server_encoding') AS "encoding",
           current_setting('default_transaction_isolation') AS "isolation",
           has_schema_privilege(current_schema(), 'CREATE') AS "mayCreate",
           (SELECT "version" FROM pg_stat_ssl WHERE "pid" = pg_backend_pid() AND "ssl") AS "tls",
           coalesce(inet_server_addr() <<= '127.0.0.0/8' OR inet_server_addr() = '::1', true) AS "isLocal",
           round(extract(epoch FROM clock_timestamp()) * 1000)::text AS "now"`);
  const after = Date.parse(clock.now());
  const { now, ...facts } = row;
  return { ...facts, ahead: Number(now) - (before + after) / 2 };
}
