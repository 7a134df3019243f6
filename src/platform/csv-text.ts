/** What a spreadsheet takes for a formula: such a cell gets an apostrophe before it (OWASP, CSV injection). */
const FORMULA = /^(\s*[=+\-@]|[\t\r])/;

/**
 * Rows as CSV for a Swedish spreadsheet (RFC 4180 with `;`, a byte order mark, CRLF): what somebody wrote is text and
 * never a formula.
 */
export const csvText = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(cell).join(';')}\r\n`).join('')}`;

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[;"\r\n\t']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
