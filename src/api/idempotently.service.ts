import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IdempotentRequests } from '../platform/idempotency/idempotent-requests.service';
import type { ApiRequest, Asked } from './asked';
import { Problem, type ProblemCode } from './problem';
import type { RouteOptions } from './route';
import { isSafeMethod } from './same-origin';

const KEY = /^[A-Za-z0-9._:-]{8,200}$/;

const PROBLEMS = {
  'other-request': 'idempotency-key-reused',
  'in-use': 'idempotency-key-in-use',
  'answer-lost': 'answer-lost',
} as const satisfies Record<string, ProblemCode>;

/** `Idempotency-Key`: what is sent twice is carried out once, and answered as it was the first time. */
@Injectable()
export class Idempotently {
  constructor(private readonly requests: IdempotentRequests) {}

  async run(request: ApiRequest, asked: Asked, carryOut: () => Promise<unknown>): Promise<{ answer: unknown; isReplay: boolean }> {
    const key = keyOf(request, asked.route);
    if (key === null) return { answer: await carryOut(), isReplay: false };
    const { principal } = asked;
    const sender = principal.kind === 'person' ? `person ${principal.hsaIdKey}` : `key ${principal.keyId}`;
    const once = await this.requests.once({ sender, key, request: textOf(asked) }, carryOut);
    if (once.outcome === 'carried-out') return once;
    throw new Problem(PROBLEMS[once.outcome], once.outcome === 'in-use' ? { headers: { 'Retry-After': '1' } } : {});
  }
}

function keyOf({ headers, method }: ApiRequest, { idempotent }: RouteOptions): string | null {
  const sent = headers['idempotency-key'];
  if (sent === undefined || isSafeMethod(method)) return null;
  if (!idempotent) throw new Problem('idempotency-key-not-used-here');
  if (typeof sent !== 'string' || !KEY.test(sent)) throw new Problem('idempotency-key-malformed');
  return sent;
}

/** Whoever reaches less by now is not given what they reached then. */
const textOf = ({ template, params, query, body, reach }: Asked): string =>
  JSON.stringify([template, params, query, body, reach], (_name, value: unknown) =>
    isOctets(value) ? createHash('sha256').update(Buffer.from(value.data)).digest('hex') : value,
  );

/** What a Buffer looks like by the time it is written as JSON. */
const isOctets = (value: unknown): value is { data: number[] } =>
  typeof value === 'object' &&
  value !== null &&
  (value as { type?: unknown }).type === 'Buffer' &&
  Array.isArray((value as { data?: unknown }).data);
