import { ServiceError } from '../platform/errors';
import type { BothLanguages, FieldProblem } from '../platform/refusal';
import { problemTexts, statusTitles } from '../texts/problems';

export type ProblemCode = keyof typeof problemTexts;

/** One field that is wrong, and where it was sent. */
export interface RequestFault extends FieldProblem {
  in: 'path' | 'query' | 'body';
}

interface Details {
  errors?: readonly RequestFault[];
  headers?: Record<string, string>;
  cause?: unknown;
}

/** Something that is wrong with a request itself, whatever it asks for. What a feature refuses is a `Refusal`. */
export class Problem extends ServiceError {
  readonly status: number;
  readonly en: string;
  readonly sv: string;
  readonly errors: readonly RequestFault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, { errors = [], headers = {}, cause }: Details = {}) {
    const { status, en, sv } = problemTexts[code];
    super(code, sv, { cause });
    this.status = status;
    this.en = en;
    this.sv = sv;
    this.errors = errors;
    this.headers = headers;
  }
}

/** RFC 9457, `application/problem+json`. English under the standard's names, Swedish beside them. */
export interface ProblemDetails {
  /** `urn:tilltrade:problem:` and the code. */
  type: string;
  status: number;
  /** Stable kebab-case word for programs. */
  code: string;
  title: string;
  title_sv: string;
  detail: string;
  detail_sv: string;
  /** The request's id in logs and audit rows. */
  trace: string;
  errors?: { in?: string; pointer: string; detail: string; detail_sv: string }[];
}

/** @param told texts without anything of what was sent */
export function problemDetails(
  told: BothLanguages & { code: string; status: number; errors?: readonly (FieldProblem & { in?: string })[] },
  trace: string,
): ProblemDetails {
  const { code, status, en, sv, errors = [] } = told;
  const title = statusTitles[status] ?? { en: 'Error', sv: 'Fel' };
  return {
    type: `urn:tilltrade:problem:${code}`,
    status,
    code,
    title: title.en,
    title_sv: title.sv,
    detail: en,
    detail_sv: sv,
    trace,
    ...(errors.length > 0 && {
      errors: errors.map((one) => ({ ...(one.in && { in: one.in }), pointer: one.pointer, detail: one.en, detail_sv: one.sv })),
    }),
  };
}
