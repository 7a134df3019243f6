/* Requests at the service, so many at a time, each client sending its next when the last was answered. */
import { Agent, request } from 'node:http';

export interface Load {
  url: string;
  key: string;
  clients: number;
}

/** One kind of request, and how many of a hundred are of it. */
export interface Kind {
  name: string;
  share: number;
  method: 'GET' | 'POST';
  /** @param number of the request, from 0 */
  path: (number: number) => string;
  /** Asked for after the path. */
  headers?: () => Record<string, string>;
  body?: (number: number) => unknown;
  /** Answers that are as they should be. */
  statuses: readonly number[];
}

export interface Loaded {
  requestsPerSecond: number;
  p95Ms: number;
  /** By kind. */
  p95: Record<string, number>;
}

export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((one, other) => one - other)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0;

/** Spread evenly: of every hundred requests in a row each kind has its share. */
export function kindOf(kinds: readonly Kind[], number: number): Kind {
  const place = (number * 37) % 100; // 37 has no factor in common with 100
  let passed = 0;
  for (const kind of kinds) {
    passed += kind.share;
    if (place < passed) return kind;
  }
  throw new Error('The shares do not make a hundred');
}

/** @param isEnough asked before each request, with how many have been begun @throws Error for an answer that is not as it should be */
export async function load(
  { url, key, clients }: Load,
  kinds: readonly Kind[],
  isEnough: (begun: number) => boolean,
  first = 0,
): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const took = new Map<string, number[]>(kinds.map(({ name }) => [name, []]));
  let begun = 0;
  const client = async (): Promise<void> => {
    while (!isEnough(begun)) {
      const number = first + begun++;
      const kind = kindOf(kinds, number);
      const started = performance.now();
      const { status, text } = await answered(agent, url, key, kind, number);
      if (!kind.statuses.includes(status)) throw new Error(`${kind.name} was answered ${status}: ${text.slice(0, 500)}`);
      took.get(kind.name)?.push(performance.now() - started);
    }
  };
  const started = performance.now();
  try {
    await Promise.all(Array.from({ length: clients }, client));
  } finally {
    agent.destroy();
  }
  const all = [...took.values()].flat();
  return {
    requestsPerSecond: (all.length * 1000) / (performance.now() - started),
    p95Ms: percentile(all, 0.95),
    p95: Object.fromEntries([...took].map(([name, values]) => [name, percentile(values, 0.95)])),
  };
}

function answered(agent: Agent, url: string, key: string, kind: Kind, number: number): Promise<{ status: number; text: string }> {
  const address = new URL(kind.path(number), url);
  const body = kind.body === undefined ? undefined : JSON.stringify(kind.body(number));
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: `Bearer ${key}`,
      ...kind.headers?.(),
      ...(body !== undefined && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
    };
    const sent = request(address, { agent, method: kind.method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
