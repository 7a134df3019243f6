import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pdfContents, pdfText } from '../../test/support/pdf-text';
import { exactText, textBlocks, textHash } from './agreement-text';
import { agreementPdf, type PrintedAgreement } from './agreement.pdf';
import { judgeScan } from './scan-content';

const text = exactText(readFileSync(join(__dirname, '..', '..', 'config', 'agreements', '1.txt'), 'utf8'));
const printed = (more: Partial<PrintedAgreement> = {}): PrintedAgreement => ({
  text,
  version: '1',
  textHash: textHash(text),
  person: [
    { label: 'Namn', value: 'Åsa Čapková Öberg' },
    { label: 'HSA-id', value: 'SE2120002502-1A2B' },
  ],
  reference: 'Ärende 2026-00123',
  now: '2026-11-21T08:00:00.000Z',
  ...more,
});

describe('a printed agreement', () => {
  let pdf: Buffer;
  let pages: string[];
  beforeAll(async () => {
    pdf = await agreementPdf(printed());
    pages = pdfText(pdf);
  });

  it('has every word of the text, in its order, once', () => {
    const body = pages.map((page) => page.slice(0, page.indexOf('Version 1 Ärende'))).join(' ');
    let at = 0;
    for (const block of textBlocks(text))
      for (const words of block.kind === 'list' ? block.items : [block.text]) {
        const found = body.replace(/\s+/g, ' ').indexOf(words.replace(/\s+/g, ' '), at);
        expect([words, found]).toEqual([words, expect.any(Number)]);
        expect(found).toBeGreaterThanOrEqual(at);
        at = found + words.length;
      }
  });

  it('has at the foot of each page the version, the reference, the hash and which page it is', () => {
    expect(pages).toHaveLength(2);
    pages.forEach((page, index) =>
      expect(page).toMatch(
        new RegExp(`Version 1 Ärende 2026-00123 Sida ${index + 1} av 2 Textens kontrollsumma \\(SHA-256\\): ${textHash(text)}$`),
      ),
    );
  });

  it('has whom it is about, with their letters, and lines to sign on', () => {
    expect(pages[0]).toContain('Namn: Åsa Čapková Öberg');
    for (const label of ['Namnteckning', 'Namnförtydligande', 'Ort', 'Datum']) expect(pages.at(-1)).toContain(label);
  });

  it('is tagged for those who listen: language, title, headings, lists, embedded fonts, and calls itself PDF/UA', () => {
    const contents = pdfContents(pdf);
    for (const part of [
      '/MarkInfo',
      '/Marked true',
      '/Lang (sv-SE)',
      '/DisplayDocTitle true',
      '/StructTreeRoot',
      '<pdfuaid:part>1</pdfuaid:part>',
    ])
      expect(contents).toContain(part);
    for (const element of ['Document', 'H1', 'H2', 'P', 'L', 'LI', 'Lbl', 'LBody']) expect(contents).toContain(`/S /${element}\n`);
    expect(contents).toContain('/Artifact');
    expect(contents).toMatch(/\/FontFile2 \d+ 0 R/);
    expect(contents).not.toContain('/Helvetica');
  });

  it('is A4, and good enough to be taken as a scan', () => {
    expect(pdf.toString('latin1')).toContain('/MediaBox [0 0 595.28 841.89]');
    expect(judgeScan(pdf)).toEqual({ mediaType: 'application/pdf' });
  });

  it('is the same bytes for the same agreement at the same time', async () => {
    expect((await agreementPdf(printed())).equals(pdf)).toBe(true);
  });

  it('with empty lines holds nothing of anybody', async () => {
    const blank = await agreementPdf(printed({ person: [{ label: 'Namn', value: null }], reference: null }));
    expect(pdfText(blank)[0]).toContain('Namn:');
    expect(pdfContents(blank)).not.toMatch(/Åsa|SE2120002502|2026-00123/);
  });

  it('keeps the lines to sign on together, however long the text is', async () => {
    for (const count of [1, 20, 24, 28, 32, 60]) {
      const long = exactText(`# Rubrik\n\n${'Ett stycke med några ord i.\n\n'.repeat(count)}`);
      const all = pdfText(await agreementPdf(printed({ text: long, textHash: textHash(long) })));
      expect(all.at(-1)).toMatch(/Underskrift Ort Datum Namnteckning Namnförtydligande/);
      expect(all.filter((page) => page.includes('Underskrift'))).toHaveLength(1);
    }
  });
});
