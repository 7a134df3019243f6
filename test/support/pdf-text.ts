import { inflateSync } from 'node:zlib';

/** Objects of a PDF as pdfkit writes it: their dictionary, and their stream unpacked. */
function objectsOf(pdf: Buffer): { number: number; dictionary: string; stream: Buffer | null }[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)].map((match) => {
    const from = match.index + match[0].length;
    const whole = text.slice(from, text.indexOf('\nendobj', from));
    const at = whole.indexOf('stream\n');
    const dictionary = at < 0 ? whole : whole.slice(0, at);
    const data = at < 0 ? null : Buffer.from(whole.slice(at + 7, whole.lastIndexOf('\nendstream')), 'latin1');
    return { number: Number(match[1]), dictionary, stream: data && (dictionary.includes('/FlateDecode') ? inflateSync(data) : data) };
  });
}

/** The letters of each font by the numbers that stand for them. */
function lettersOf(cmap: string): Map<string, string> {
  const letters = new Map<string, string>();
  const asText = (hex: string): string => Buffer.from(hex.replace(/\s/g, ''), 'hex').swap16().toString('utf16le');
  for (const [, from = '', , list = ''] of cmap.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi))
    [...list.matchAll(/<([0-9a-f ]+)>/gi)].forEach(([, hex = ''], index) =>
      letters.set((parseInt(from, 16) + index).toString(16).padStart(4, '0'), asText(hex)),
    );
  return letters;
}

/** What a document that pdfkit made shows, page by page, in the order it was written. */
export function pdfText(pdf: Buffer): string[] {
  const objects = objectsOf(pdf);
  const byNumber = new Map(objects.map((one) => [one.number, one]));
  const reference = (dictionary: string, name: string): number => Number(new RegExp(`/${name} (\\d+) 0 R`).exec(dictionary)?.[1]);
  const pages = objects.filter(({ dictionary }) => /\/Type \/Page\b/.test(dictionary));
  return pages.map(({ dictionary }) => {
    const resources = byNumber.get(reference(dictionary, 'Resources'))?.dictionary ?? dictionary;
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', number]) => {
        const font = byNumber.get(Number(number))?.dictionary ?? '';
        return [name, lettersOf(byNumber.get(reference(font, 'ToUnicode'))?.stream?.toString('latin1') ?? '')] as const;
      }),
    );
    const content = byNumber.get(reference(dictionary, 'Contents'))?.stream?.toString('latin1') ?? '';
    let letters = new Map<string, string>();
    let shown = '';
    for (const [whole, font, glyphs] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ|\bET\b/g)) {
      if (font) letters = fonts.get(font) ?? letters;
      else if (glyphs)
        for (const [, hex = ''] of glyphs.matchAll(/<([0-9a-f]+)>/gi))
          for (const code of hex.match(/.{4}/g) ?? []) shown += letters.get(code.toLowerCase()) ?? '\ufffd';
      else if (whole === 'ET') shown += ' ';
    }
    return shown.replace(/ +/g, ' ').trim();
  });
}

/** Everything in the file that is written as it stands, or packed: for what must not be anywhere in it. */
export const pdfContents = (pdf: Buffer): string =>
  [pdf.toString('latin1'), ...objectsOf(pdf).flatMap(({ stream }) => stream?.toString('latin1') ?? []), ...pdfText(pdf)].join('\n');
