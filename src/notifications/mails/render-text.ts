import { type Block, type Cell, type MailDocument, oneLine } from './document';

/** The plain text part. Lines are as long as what they say: the transfer encoding keeps them within 78 octets. */
export function renderText({ blocks, footer }: MailDocument): string {
  const parts = blocks.map((block, index) => lines(block).join('\n') + (gap(block, blocks[index + 1]) ? '\n\n' : '\n'));
  const ending = footer === null ? '' : `\n\n${oneLine(footer)}`;
  return `${parts.join('').trimEnd()}${ending}\n`;
}

/** A heading stands close to what it heads, and a link to the line before it. */
const gap = (block: Block, next: Block | undefined): boolean =>
  block.kind !== 'heading' && !(block.kind === 'paragraph' && next?.kind === 'link');

function lines(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [oneLine(block.text)];
    case 'steps':
      return block.items.map((item, index) => `${index + 1}. ${oneLine(item)}`);
    case 'list':
      return block.items.map((item) => `- ${oneLine(item)}`);
    case 'facts':
      return block.rows.flatMap(({ label, value }) => labelled(label, value));
    case 'changes':
      return block.rows.map(({ label, before, after }) => `${label}: ${oneLine(before)} → ${oneLine(after)}`);
    case 'link':
      return [`${block.label}: ${oneLine(block.url)}`];
    case 'command':
      return [`${block.label}:`, `  ${oneLine(block.command)}`];
    case 'table':
      return block.rows.flatMap((row, index) => [
        ...(index === 0 ? [] : ['']),
        ...row.flatMap((cell, at) => field(block.columns[at] ?? '', cell)),
      ]);
  }
}

function field(label: string, cell: Cell): string[] {
  if (cell === null) return [];
  if (typeof cell === 'object' && 'url' in cell) return [`${label} ${oneLine(cell.text)}: ${oneLine(cell.url)}`];
  return labelled(label, cell);
}

const labelled = (label: string, value: string | readonly string[]): string[] => {
  if (typeof value === 'string') return [`${label}: ${oneLine(value)}`];
  return value.length === 1 ? [`${label}: ${oneLine(value[0] ?? '')}`] : [`${label}:`, ...value.map((item) => `- ${oneLine(item)}`)];
};
