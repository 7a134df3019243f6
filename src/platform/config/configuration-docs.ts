import { z } from 'zod';
import { configurationSchema } from './schema';

/** The part of JSON Schema that the configuration's schema becomes. */
interface Node {
  type?: string;
  description?: string;
  default?: unknown;
  const?: string;
  enum?: string[];
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
  oneOf?: Node[];
  anyOf?: Node[];
}

interface Row {
  setting: string;
  value: string;
  meaning: string;
}

/** The README's table of settings, Markdown: made from the schema, so it cannot say anything else than what is checked. */
export function configurationTable(): string {
  const schema = z.toJSONSchema(configurationSchema, { io: 'input' }) as Node;
  const rows = rowsOf(schema, '').map(({ setting, value, meaning }) => `| ${setting} | ${value} | ${escape(meaning)} |`);
  return ['| Setting | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

const rowsOf = (node: Node, at: string): Row[] =>
  Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    rowsOfOne(child, at === '' ? name : `${at}.${name}`, (node.required ?? []).includes(name)),
  );

function rowsOfOne(node: Node, setting: string, required: boolean): Row[] {
  if (node.oneOf) return node.oneOf.flatMap((kind) => rowsOfKind(kind, setting, node.oneOf?.length ?? 0));
  if (node.properties) return rowsOf(node, setting);
  if (node.items?.properties && node.default === undefined) return rowsOf(node.items, `${setting}[]`);
  return [{ setting: `\`${setting}\``, value: valueText(node, required), meaning: meaningOf(node) }];
}

/** What is settable under each `kind`; the kind itself comes first. */
function rowsOfKind(node: Node, setting: string, kinds: number): Row[] {
  const { kind, ...properties } = node.properties ?? {};
  const name = kind?.const ?? '';
  const first = { setting: `\`${setting}.kind: ${name}\``, value: valueText(kind ?? {}, kinds === 1), meaning: kind?.description ?? '' };
  const rest = rowsOf({ ...node, properties }, setting);
  return [first, ...(kinds > 1 ? rest.map((row) => ({ ...row, setting: `${row.setting} (${name})` })) : rest)];
}

function valueText(node: Node, required: boolean): string {
  if (node.default === null) return '-';
  if (node.default !== undefined) return `\`${typeof node.default === 'string' ? node.default : JSON.stringify(node.default)}\``;
  return required ? '**required**' : '-';
}

function meaningOf(node: Node): string {
  const described = node.description ?? node.anyOf?.find(({ description }) => description)?.description ?? '';
  const members = Object.entries(node.items?.properties ?? {}).map(([name, { description = '' }]) => `\`${name}\`: ${description}`);
  return [described, ...members].filter((text) => text !== '').join(' ');
}

/** A vertical bar would end the cell. */
const escape = (text: string): string => text.replaceAll('|', '\\|');
