import { parseArgs } from 'node:util';

export interface BenchOptions {
  what: 'catalogue' | 'ad' | 'service';
  people: number;
  repetitions: number;
  source: 'ldap' | 'ldif';
  json: string | null;
}

export const HELP = `Usage: scripts/bench [--what catalogue|ad|service] [--people N] [--repetitions N] [--source ldap|ldif] [--json FILE]

catalogue: measures the first import, the run with nothing changed and the run with 100 people changed (a tenth, if that is
less), at N people and at a tenth of them, against what ldapsearch and bare inserts take in the same minutes.
ad: measures the creation of a fifth of N accounts in an Active Directory against what ldapadd takes, the comparison of N
accounts with nothing changed against what ldapsearch takes, and how long a change in HSA takes to be in the AD.
service: measures lists, searches, details, explanations and claims mixed over HTTP, each read with its audit row, with N
people and three times as many audit rows; alone, and beside a run that reads all and writes 100 changes.

Starts a slapd, and a Samba, of its own on loopback and writes only below the directory for temporary files. Prints a
table: measured, must, aim.

  --what catalogue|ad|service
                       what is measured (catalogue); ad needs root, as Samba does
  --people N           role holders in the catalogue (100000; 10000 for ad), at least 100
  --repetitions N      of each measurement; the median counts (5)
  --source ldap|ldif   what the service reads: slapd, or the same people as a file (ldap)
  --json FILE          every single measurement, as JSON
`;

/** The words do not make sense; the message says which. */
export class BenchUsageError extends Error {}

/** Null where help is asked for. @throws BenchUsageError */
export function benchOptions(args: string[]): BenchOptions | null {
  const { help, what, people, repetitions, source, json } = words(args);
  if (help) return null;
  if (source !== 'ldap' && source !== 'ldif') throw new BenchUsageError(`--source is ldap or ldif, not ${source}`);
  if (what !== 'catalogue' && what !== 'ad' && what !== 'service')
    throw new BenchUsageError(`--what is catalogue, ad or service, not ${what}`);
  const many = people ?? (what === 'ad' ? '10000' : '100000');
  return { what, people: number('people', many, 100), repetitions: number('repetitions', repetitions, 1), source, json: json ?? null };
}

function words(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: 'boolean', default: false },
        what: { type: 'string', default: 'catalogue' },
        people: { type: 'string' },
        repetitions: { type: 'string', default: '5' },
        source: { type: 'string', default: 'ldap' },
        json: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new BenchUsageError((error as Error).message);
  }
}

function number(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least) throw new BenchUsageError(`--${name} is a whole number of at least ${least}, not ${text}`);
  return value;
}
