import { type PostgresFacts, judgePostgres } from './postgres-check.cli';

const good: PostgresFacts = {
  version: 150018,
  encoding: 'UTF8',
  isolation: 'read committed',
  mayCreate: true,
  tls: 'TLSv1.3',
  isLocal: false,
  ahead: 0,
};

describe('what doctor says of PostgreSQL', () => {
  it.each<[string, Partial<PostgresFacts>, (boolean | 'warning')[]]>([
    ['all is well', {}, []],
    ['the oldest version', { version: 130000 }, []],
    ['an older version', { version: 120099 }, [false]],
    ['another encoding', { encoding: 'LATIN1' }, [false]],
    ['a clock 5 s ahead', { ahead: 5000 }, []],
    ['a clock more than 5 s ahead', { ahead: 5001 }, ['warning']],
    ['a clock more than 5 s behind', { ahead: -5001 }, ['warning']],
    ['no right to create', { mayCreate: false }, ['warning']],
    ['another isolation', { isolation: 'serializable' }, ['warning']],
    ['no TLS on this machine', { tls: null, isLocal: true }, []],
    ['no TLS over a network', { tls: null }, ['warning']],
    ['two at once', { encoding: 'SQL_ASCII', tls: null }, [false, 'warning']],
  ])('%s', (_case, change, expected) => {
    const checks = judgePostgres({ ...good, ...change });
    expect(checks.map(({ ok }) => ok)).toEqual(expected);
    for (const { detail, remedy } of checks) expect([detail, remedy]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
  });
});
