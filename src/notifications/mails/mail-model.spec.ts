import fc from 'fast-check';
import {
  buildCaseFacts,
  buildCaseMail,
  buildDigestMail,
  buildDigestRow,
  buildProtectedCaseMail,
  caseLink,
} from '../../../test/support/builders/mail';
import { composeMail, indexOf, maskModel, type MailModel } from './mail-model';

const halt: MailModel = {
  kind: 'halt',
  applied: 0,
  releasable: true,
  municipalityName: 'Bergs kommun',
  municipalityCode: 'berg',
  runId: 'r1',
  at: '2026-11-21T03:05:00.000Z',
  tripped: [],
  link: 'https://tilltrade.example.se/korningar/r1',
};
const protectedRow = { caseNumber: '2026-00002', link: caseLink('2026-00002'), isProtected: true as const };

describe('what is known of a mail without opening it', () => {
  it.each([
    ['an open case', buildCaseMail(), ['2026-00123'], 'SE2120002502-B1A2', false],
    ['a protected case', buildProtectedCaseMail(), ['2026-00123'], null, true],
    ['a digest', buildDigestMail([buildDigestRow('2026-00001'), buildDigestRow('2026-00001')]), ['2026-00001'], null, false],
    [
      'a digest with one protected',
      buildDigestMail([buildDigestRow('2026-00001'), protectedRow]),
      ['2026-00001', '2026-00002'],
      null,
      true,
    ],
    ['a halt', halt, [], null, false],
  ] as const)('%s', (_what, model, caseNumbers, hsaId, isProtected) => {
    const { subject } = composeMail(model);
    expect(indexOf(model)).toEqual({ subject, caseNumbers, hsaId, isProtected });
  });
});

describe('masking', () => {
  it('leaves of a case nothing but its number, event, municipality and link', () => {
    expect(maskModel(buildCaseMail(), new Set(['2026-00123']))).toEqual(buildProtectedCaseMail());
  });

  it('masks the rows of a digest that are meant, and no others', () => {
    const [first, second] = [buildDigestRow('2026-00001'), buildDigestRow('2026-00002')];
    expect(maskModel(buildDigestMail([first, second]), new Set(['2026-00002', '2026-00009']))).toEqual(
      buildDigestMail([first, protectedRow]),
    );
  });

  it.each([
    ['another case', buildCaseMail(), '2026-00999'],
    ['a masked case', buildProtectedCaseMail(), '2026-00123'],
    ['a digest of others', buildDigestMail([buildDigestRow('2026-00001')]), '2026-00999'],
    ['a masked digest', buildDigestMail([protectedRow]), '2026-00002'],
    ['a halt', halt, '2026-00123'],
  ])('gives back the very model of %s', (_what, model, caseNumber) => {
    expect(maskModel(model, new Set([caseNumber]))).toBe(model);
  });

  it('twice is the same as once', () => {
    const cases = new Set(['2026-00002']);
    const once = maskModel(buildDigestMail([buildDigestRow('2026-00002')]), cases);
    expect(maskModel(once, cases)).toBe(once);
  });
});

describe('hostile values', () => {
  const nasty = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${text}\r\nBcc: x@example.org\r\n\r\n<script>&"'\u202e\u2028`);

  it('stay on the line, and in the cell, where they were put', () => {
    const lines = (text: string): number => text.split('\n').length;
    const tags = (html: string): number => html.match(/</g)?.length ?? 0;
    const tame = composeMail(buildCaseMail({ event: 'changed', changes: [{ field: 'name', before: 'a', after: 'b' }] }));
    fc.assert(
      fc.property(nasty, (value) => {
        const facts = buildCaseFacts({
          name: value,
          unit: { name: value, hsaId: value, path: [value] },
          titles: [value],
          commissions: [{ name: value, purpose: value, unit: value }],
        });
        const changes = [{ field: 'name' as const, before: value, after: value }];
        const mail = composeMail(buildCaseMail({ event: 'changed', facts, changes, municipalityName: value }));
        expect(mail.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u);
        expect(lines(mail.text)).toBe(lines(tame.text));
        expect(tags(mail.html)).toBe(tags(tame.html));
        expect(mail.text + mail.html).not.toMatch(/[\u202a-\u202e\u2028\u0000-\u0009\r]/);
      }),
    );
  });
});
