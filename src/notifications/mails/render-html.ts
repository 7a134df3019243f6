import { type Block, type Cell, type MailDocument, oneLine } from './document';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (value: string): string => oneLine(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const STYLE =
  'body{font-family:sans-serif;line-height:1.5}table{border-collapse:collapse}th,td{border:1px solid #767676;padding:4px 8px;text-align:left;vertical-align:top}ul{margin:0;padding-left:1.2em}';

/** The HTML part: semantic, readable without its style, nothing fetched from anywhere. */
export function renderHtml({ subject, blocks, footer }: MailDocument): string {
  return [
    '<!doctype html>',
    '<html lang="sv">',
    `<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title><style>${STYLE}</style></head>`,
    '<body>',
    ...blocks.map(element),
    ...(footer === null ? [] : [`<p><small>${escapeHtml(footer)}</small></p>`]),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function element(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${escapeHtml(block.text)}</h2>`;
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'steps':
      return `<ol>${items(block.items)}</ol>`;
    case 'list':
      return `<ul>${items(block.items)}</ul>`;
    case 'facts':
      return table(
        '',
        block.rows.map(({ label, value }) => `<tr><th scope="row">${escapeHtml(label)}</th><td>${content(value)}</td></tr>`),
      );
    case 'changes': {
      const { field, before, after } = block.columns;
      return table(
        head([field, before, after]),
        block.rows.map(
          (row) =>
            `<tr><th scope="row">${escapeHtml(row.label)}</th><td>${escapeHtml(row.before)}</td><td>${escapeHtml(row.after)}</td></tr>`,
        ),
      );
    }
    case 'link':
      return `<p>${anchor(block.label, block.url)}</p>`;
    case 'command':
      return `<p>${escapeHtml(block.label)}:<br><code>${escapeHtml(block.command)}</code></p>`;
    case 'table':
      return table(
        head(block.columns),
        block.rows.map((row) => `<tr>${row.map((cell) => `<td>${content(cell)}</td>`).join('')}</tr>`),
      );
  }
}

const head = (columns: readonly string[]): string =>
  `<thead><tr>${columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('')}</tr></thead>\n`;

const table = (header: string, rows: readonly string[]): string => `<table>\n${header}<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;

const items = (values: readonly string[]): string => values.map((value) => `<li>${escapeHtml(value)}</li>`).join('');

const anchor = (label: string, url: string): string => `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;

function content(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return escapeHtml(cell);
  if ('url' in cell) return anchor(cell.text, cell.url);
  return cell.length === 1 ? escapeHtml(cell[0] ?? '') : `<ul>${items(cell)}</ul>`;
}
