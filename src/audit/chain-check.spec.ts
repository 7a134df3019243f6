import { type ChainedRow, GENESIS, rowHash } from './audit-chain';
import { ChainCheck, type PayloadSeen, type ProblemKind, type StoredErasure } from './chain-check';
import { PAYLOAD_ERASED } from './erasure';

type Row = ChainedRow & { hash: string };
const make = (seq: number, previousHash: string, more: Partial<ChainedRow> = {}): Row => {
  const row: ChainedRow = {
    seq,
    at: '2026-01-01T00:00:00.000Z',
    actorKind: 'schedule',
    actorName: 'sync',
    actorRole: null,
    systemUser: null,
    action: 'access-changed',
    municipality: 'berg',
    subject: 'se2120002502-1001',
    caseNumber: null,
    runId: null,
    traceId: null,
    payloadDigest: 'a'.repeat(64),
    previousHash,
    ...more,
  };
  return { ...row, hash: rowHash(row) };
};
const first = make(1, GENESIS);
const erasure: StoredErasure = {
  ...{ seq: 9, at: '2026-03-01T00:00:00.000Z', rule: 'audit-payload-30-days' },
  ...{ before: '2026-01-30T00:00:00.000Z', fromSeq: 2, toSeq: 2, count: 1 },
};

describe('a second row', () => {
  it.each<[string, Row, PayloadSeen, StoredErasure[], ProblemKind[]]>([
    ['not the number after the first', make(3, first.hash), 'intact', [], ['row-missing']],
    ['not linked to the first', make(2, GENESIS), 'intact', [], ['row-out-of-order']],
    ['with a hash that is not its own', { ...make(2, first.hash), action: 'other' }, 'intact', [], ['row-changed']],
    ['payload intact', make(2, first.hash), 'intact', [], []],
    ['payload changed', make(2, first.hash), 'changed', [], ['payload-changed']],
    ['payload absent, erased later', make(2, first.hash), 'absent', [erasure], []],
    ['payload absent, not erased', make(2, first.hash), 'absent', [], ['payload-missing']],
    [
      'payload absent, an erasure before the row',
      make(2, first.hash),
      'absent',
      [{ ...erasure, seq: 1 }],
      ['erasure-count', 'payload-missing'],
    ],
    ['an erasure without its payload', make(2, first.hash, { action: PAYLOAD_ERASED }), 'absent', [], ['payload-missing']],
    ['no digest and no payload', make(2, first.hash, { payloadDigest: null }), 'absent', [], []],
    ['no digest and a payload', make(2, first.hash, { payloadDigest: null }), 'intact', [], ['payload-unexpected']],
    ['an erasure of nothing', make(2, first.hash), 'intact', [erasure], ['erasure-count']],
    [
      'an erasure beyond its rule',
      make(2, first.hash),
      'absent',
      [{ ...erasure, at: '2026-02-28T23:59:59.999Z' }],
      ['erasure-outside-rule'],
    ],
  ])('%s', (_case, row, payload, erasures, problems) => {
    const check = new ChainCheck(erasures);
    check.row(first, 'intact');
    check.row(row, payload);
    check.finish([]);
    expect(check.problems.map(({ problem }) => problem).sort()).toEqual(problems);
  });
});

describe('an erasure made while the chain is read', () => {
  it('explains what was found missing', () => {
    const check = new ChainCheck([]);
    check.row(first, 'intact');
    check.row(make(2, first.hash), 'absent');
    check.finish([erasure]);
    expect([check.problems, check.erased]).toEqual([[], 1]);
  });

  it("does not explain a missing erasure's payload", () => {
    const check = new ChainCheck([]);
    check.row(first, 'intact');
    check.row(make(2, first.hash, { action: PAYLOAD_ERASED }), 'absent');
    check.finish([erasure]);
    expect(check.problems).toEqual([{ seq: 2, problem: 'payload-missing' }]);
  });
});
