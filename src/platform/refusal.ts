import { refusalTexts } from '../texts/refusals';
import { ServiceError } from './errors';

/** What a person is told, in both languages: plain sentences without a name, a personnummer or anything else of what was sent. */
export interface BothLanguages {
  en: string;
  sv: string;
}

/** HTTP's word for it, RFC 9110: 400 malformed, 403 may not, 404 not there (for them), 409 not as things are, 412 changed meanwhile, 422 cannot be meant, 429 too often. */
export type RefusalStatus = 400 | 403 | 404 | 409 | 412 | 422 | 429;

/** One field that is wrong. */
export interface FieldProblem extends BothLanguages {
  /** JSON pointer (RFC 6901) into what was sent: `/units/0/from`. */
  pointer: string;
}

/** An expected refusal, as a service returns it; the entrance tells it as it tells a thrown `Refusal`. */
export interface Refused extends BothLanguages {
  outcome: 'refused';
  /** Stable kebab-case word for machines: `order-overlaps`. */
  code: string;
  status: RefusalStatus;
  errors?: readonly FieldProblem[];
}

/** An expected refusal that is thrown: a command prints its Swedish, the API answers with problem details. */
export class Refusal extends ServiceError {
  readonly en: string;
  readonly sv: string;
  readonly errors: readonly FieldProblem[];

  /** @param code stable kebab-case word for machines: `order-overlaps` */
  constructor(
    code: string,
    readonly status: RefusalStatus,
    { en, sv }: BothLanguages,
    { errors = [], ...options }: ErrorOptions & { errors?: readonly FieldProblem[] } = {},
  ) {
    super(code, sv, options);
    this.en = en;
    this.sv = sv;
    this.errors = errors;
  }

  static of({ code, status, en, sv, errors = [] }: Refused): Refusal {
    return new Refusal(code, status, { en, sv }, { errors });
  }
}

/** The one answer for what is missing, foreign or protected: they cannot be told apart. */
export const notFound = (): Refusal => new Refusal('not-found', 404, refusalTexts['not-found']);

/** @throws Refusal `not-found` for null */
export function found<T>(one: T | null): T {
  if (one === null) throw notFound();
  return one;
}

/** Somebody else changed it since it was read. */
export const changedMeanwhile = (): Refusal => new Refusal('changed-meanwhile', 412, refusalTexts['changed-meanwhile']);

/** An answer that only tells that something was refused, as a preview may, is none: it has no status. */
export function isRefused(answer: unknown): answer is Refused {
  const { outcome, code, status, en, sv } = (answer ?? {}) as Partial<Refused>;
  return outcome === 'refused' && typeof status === 'number' && [code, en, sv].every((text) => typeof text === 'string');
}
