import { readFileSync } from 'node:fs';
import type PDFDocument from 'pdfkit';
import type { Instant } from '../platform/time';
import { agreementPdfTexts as texts } from '../texts/sv/agreements';
import { type TextBlock, textBlocks, titleOf } from './agreement-text';

/** What a printed agreement is made from. */
export interface PrintedAgreement {
  text: string;
  version: string;
  textHash: string;
  /** Lines about the person; a value of null is an empty line to be filled in by hand. */
  person: readonly { label: string; value: string | null }[];
  /** The case, or else the person's HSA-id; null where the form is nobody's yet. */
  reference: string | null;
  now: Instant;
}

/** Points, 1/72 inch; A4 is 595 × 842. */
const MARGIN = { top: 56, bottom: 74, left: 64, right: 64 };
const WIDTH = 595.28 - MARGIN.left - MARGIN.right;
const SIGNATURE_HEIGHT = 190;
const LINE = '#595959';
const INK = '#1a1a1a';

type Document = InstanceType<typeof PDFDocument>;
type Element = ReturnType<Document['struct']>;

/**
 * A tagged A4 document (PDF/UA-1: language, title, structure, embedded fonts; what stands at the foot of each page is marked
 * as an artifact).
 */
export async function agreementPdf(printed: PrintedAgreement): Promise<Buffer> {
  // Loaded when the first paper is made: it weighs as much as all the rest of the service, and few processes make any.
  const { default: Paper } = await import('pdfkit');
  const title = titleOf(printed.text);
  const date = new Date(printed.now);
  const document = new Paper({
    size: 'A4',
    margins: MARGIN,
    pdfVersion: '1.7',
    subset: 'PDF/UA' as never, // its types do not know it yet
    tagged: true,
    lang: 'sv-SE',
    displayTitle: true,
    bufferPages: true,
    font: fonts().regular as unknown as string,
    info: { Title: title, Author: texts.author, Subject: texts.subject(printed.version), CreationDate: date, ModDate: date },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => document.once('end', resolve).once('error', reject));
  document.registerFont('regular', fonts().regular).registerFont('bold', fonts().bold);

  const root = document.struct('Document');
  document.addStructure(root);
  const [first, ...rest] = textBlocks(printed.text);
  if (first) writeBlock(document, root, first);
  writePerson(document, root, printed.person);
  for (const block of rest) writeBlock(document, root, block);
  writeSignature(document, root);
  root.end();
  writeFooters(document, printed);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

let loaded: { regular: Buffer; bold: Buffer } | null = null;

/** Source Sans 3, SIL Open Font License 1.1: may be embedded. Has the letters of every language that is written with Latin ones. */
function fonts(): { regular: Buffer; bold: Buffer } {
  const read = (name: string): Buffer => readFileSync(require.resolve(`@expo-google-fonts/source-sans-3/${name}`));
  return (loaded ??= { regular: read('400Regular/SourceSans3_400Regular.ttf'), bold: read('600SemiBold/SourceSans3_600SemiBold.ttf') });
}

function writeBlock(document: Document, root: Element, block: TextBlock): void {
  switch (block.kind) {
    case 'heading': {
      const isTitle = block.level === 1;
      keepTogether(document, 60);
      document.moveDown(isTitle ? 0 : 0.5);
      add(document, root, isTitle ? 'H1' : 'H2', () => heading(document, block.text, isTitle ? 19 : 12.5));
      document.moveDown(isTitle ? 0.5 : 0.25);
      return;
    }
    case 'paragraph':
      add(document, root, 'P', () => body(document).text(block.text, MARGIN.left, undefined, { width: WIDTH, lineGap: 1.5 }));
      document.moveDown(0.5);
      return;
    case 'list':
      writeList(document, root, block.items);
  }
}

function writeList(document: Document, root: Element, items: readonly string[]): void {
  const list = document.struct('L');
  root.add(list);
  for (const item of items) {
    const [entry, label, content] = [document.struct('LI'), document.struct('Lbl'), document.struct('LBody')];
    list.add(entry);
    entry.add(label);
    entry.add(content);
    keepTogether(document, 16);
    const top = document.y;
    label.add(document.struct('Span', {}, () => body(document).text('•', MARGIN.left + 4, top, { lineBreak: false })));
    label.end();
    content.add(document.struct('P', {}, () => body(document).text(item, MARGIN.left + 18, top, { width: WIDTH - 18, lineGap: 1.5 })));
    content.end();
    entry.end();
    document.moveDown(0.2);
  }
  list.end();
  document.moveDown(0.4);
}

function writePerson(document: Document, root: Element, lines: PrintedAgreement['person']): void {
  add(document, root, 'H2', () => heading(document, texts.whom, 12.5));
  document.moveDown(0.25);
  for (const { label, value } of lines) {
    const top = document.y + (value === null ? 8 : 0);
    add(document, root, 'P', () => {
      document.font('bold').fontSize(10.5).fillColor(INK).text(`${label}: `, MARGIN.left, top, { width: 110 });
      if (value !== null) body(document).text(value, MARGIN.left + 110, top, { width: WIDTH - 110 });
    });
    if (value === null) rule(document, MARGIN.left + 110, top + 13, WIDTH - 110);
    document.y = Math.max(document.y, top + 17);
    document.x = MARGIN.left;
  }
  document.moveDown(0.6);
}

/** Never divided between two pages. */
function writeSignature(document: Document, root: Element): void {
  keepTogether(document, SIGNATURE_HEIGHT);
  document.moveDown(0.5);
  add(document, root, 'H2', () => heading(document, texts.signature, 12.5));
  const { signature, name, place, date } = texts.signatureLabels;
  const half = (WIDTH - 24) / 2;
  const rows = [
    [place, date],
    [signature, name],
  ];
  for (const labels of rows) {
    const top = document.y + 30;
    labels.forEach((label, column) => {
      const x = MARGIN.left + column * (half + 24);
      rule(document, x, top, half);
      add(document, root, 'P', () =>
        document
          .font('regular')
          .fontSize(9.5)
          .fillColor(LINE)
          .text(label, x, top + 3, { width: half }),
      );
    });
    document.x = MARGIN.left;
  }
  document.moveDown(1.2);
  add(document, root, 'P', () => body(document).text(texts.sendTo, MARGIN.left, undefined, { width: WIDTH }));
}

/** What recurs on every page, which a screen reader need not read each time. */
function writeFooters(document: Document, { version, textHash, reference }: PrintedAgreement): void {
  const { start, count } = document.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    document.switchToPage(start + index);
    document.page.margins.bottom = 0; // or writing below the margin would begin another page
    const top = document.page.height - 58;
    const whose = [texts.version(version), ...(reference === null ? [] : [reference])].join('   ');
    document.markContent('Artifact', { type: 'Pagination' });
    document
      .moveTo(MARGIN.left, top)
      .lineTo(MARGIN.left + WIDTH, top)
      .lineWidth(0.5)
      .strokeColor(LINE)
      .stroke();
    document.font('regular').fontSize(8.5).fillColor(LINE);
    document.text(whose, MARGIN.left, top + 6, { lineBreak: false });
    document.text(texts.page(index + 1, count), MARGIN.left, top + 6, { width: WIDTH, align: 'right' });
    document.fontSize(7.5).text(texts.hash(textHash), MARGIN.left, top + 19, { lineBreak: false });
    document.endMarkedContent();
  }
}

/** An element of the structure with what it shows. */
function add(document: Document, parent: Element, type: string, write: () => void): void {
  parent.add(document.struct(type, {}, write));
}

const body = (document: Document): Document => document.font('regular').fontSize(10.5).fillColor(INK);

const heading = (document: Document, text: string, size: number): Document =>
  document.font('bold').fontSize(size).fillColor(INK).text(text, MARGIN.left, undefined, { width: WIDTH });

/** A line to write on: nothing to be read aloud. */
function rule(document: Document, x: number, y: number, width: number): void {
  document.markContent('Artifact', { type: 'Layout' });
  document
    .moveTo(x, y)
    .lineTo(x + width, y)
    .lineWidth(0.6)
    .strokeColor(LINE)
    .stroke();
  document.endMarkedContent();
}

/** Goes on to the next page where so many points are not left on this one. */
function keepTogether(document: Document, points: number): void {
  if (document.y + points > document.page.height - MARGIN.bottom) document.addPage();
}
