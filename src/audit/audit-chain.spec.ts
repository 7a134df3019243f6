import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson, type ChainedRow, GENESIS, payloadDigest, rowHash } from './audit-chain';

const row: ChainedRow = {
  seq: 1,
  at: '2026-11-21T03:05:00.000Z',
  actorKind: 'command',
  actorName: 'sync',
  actorRole: null,
  systemUser: 'tilltrade',
  action: 'access-created',
  municipality: 'berg',
  subject: 'se2120002502-1001',
  caseNumber: '2026-00001',
  runId: 'run-1',
  traceId: 'trace-1',
  payloadDigest: 'a'.repeat(64),
  previousHash: GENESIS,
};

describe('canonicalJson', () => {
  it.each([
    ['sorted keys', { b: 1, a: { d: null, c: [true, 'å'] } }, '{"a":{"c":[true,"å"],"d":null},"b":1}'],
    ['the order of a list kept', [3, 1, 2], '[3,1,2]'],
    ['what JSON leaves out', { a: undefined, b: 1 }, '{"b":1}'],
    ['nothing at all', undefined, 'null'],
    ['a key that objects inherit', JSON.parse('{"__proto__":1,"a":2}'), '{"__proto__":1,"a":2}'],
  ])('%s', (_case, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('is the same text whatever the order of keys, and reads back as the value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('rowHash', () => {
  const { previousHash, actorRole: _role, ...rest } = row;
  const fields = [previousHash, ...Object.values(rest)].map((field) => JSON.stringify(field)).join(',');
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

  it('without a role is SHA-256 over the other fields in their order, as it was before there were roles', () => {
    expect(rowHash(row)).toBe(sha256(`["audit1",${fields}]`));
  });

  it('with a role is over the role too', () => {
    expect(rowHash({ ...row, actorRole: 'manager' })).toBe(sha256(`["audit2",${fields},"manager"]`));
  });

  it('changes with every field', () => {
    const changed = (Object.keys(row) as (keyof ChainedRow)[]).map((field) => rowHash({ ...row, [field]: field === 'seq' ? 2 : 'other' }));
    expect(new Set([rowHash(row), ...changed]).size).toBe(Object.keys(row).length + 1);
  });

  it('tells nothing from an empty text, and a field from its neighbour', () => {
    const hashes = [
      rowHash({ ...row, caseNumber: null, runId: 'x' }),
      rowHash({ ...row, caseNumber: '', runId: 'x' }),
      rowHash({ ...row, caseNumber: 'x', runId: null }),
    ];
    expect(new Set(hashes).size).toBe(3);
  });
});

describe('payloadDigest', () => {
  it('cannot be compared between rows: each has a salt of its own', () => {
    const payload = { reason: null, payload: { surname: 'Testsson' } };
    expect(payloadDigest('00', payload)).not.toBe(payloadDigest('01', payload));
  });
});
