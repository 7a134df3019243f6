import { judgeCompleteness, type ReadEvidence } from './completeness';

const whole: ReadEvidence = {
  source: 'berg.ldif',
  hasChanged: false,
  manifest: { expectedRecords: 10, records: 10, digestAgrees: true },
  sentinel: 'found',
  known: 3,
  anybodySeen: true,
};

describe('whether everything was read', () => {
  it.each<[string, Partial<ReadEvidence>, string]>([
    ['changed while it was read', { hasChanged: true, sentinel: 'missing' }, 'changed-while-read'],
    ['a record fewer than the manifest says', { manifest: { expectedRecords: 10, records: 9, digestAgrees: false } }, 'manifest-disagrees'],
    [
      'another digest than the manifest says',
      { manifest: { expectedRecords: 10, records: 10, digestAgrees: false } },
      'manifest-disagrees',
    ],
    ['no sentinel to be found', { sentinel: 'missing', anybodySeen: false }, 'sentinel-missing'],
    ['nobody left', { anybodySeen: false }, 'nobody-left'],
  ])('%s: incomplete', (_what, evidence, code) => {
    expect(judgeCompleteness({ ...whole, ...evidence })).toEqual({
      outcome: 'incomplete',
      code,
      reason: expect.stringContaining('berg.ldif'),
    });
  });

  it.each<[string, Partial<ReadEvidence>, string[]]>([
    ['everything proven', {}, []],
    ['nobody there, and nobody was before', { known: 0, anybodySeen: false }, []],
    ['one person left', { anybodySeen: true }, []],
    ['no manifest', { manifest: 'none' }, ['no-manifest']],
    ['no sentinel', { sentinel: 'none' }, ['no-sentinel']],
    ['neither', { manifest: 'none', sentinel: 'none' }, ['no-manifest', 'no-sentinel']],
    ['a source that needs no manifest', { manifest: 'not-applicable' }, []],
  ])('%s: complete, with warnings %j', (_what, evidence, warnings) => {
    const judged = judgeCompleteness({ ...whole, ...evidence });
    expect(judged).toMatchObject({ outcome: 'complete', warnings: warnings.map((code) => ({ code })) });
  });
});
