import type { z } from 'zod';
import type { Permission } from '../auth/permission';
import type { Role } from '../auth/role';
import type { Configuration } from '../platform/config/schema';

/** A body that is a file, taken as it is: the handler gets an `Uploaded`. */
export interface FileBody {
  kind: 'file-body';
  /** Media types, lower case, without parameters. */
  types: readonly string[];
  /** Octets. */
  limit: number | ((configuration: Configuration) => number);
}

export const fileBody = (limit: FileBody['limit'], ...types: string[]): FileBody => ({ kind: 'file-body', types, limit });

/** What a handler gets of a file that was sent. */
export interface Uploaded {
  /** As declared by who sent it, lower case, without parameters; one of the route's. */
  type: string;
  content: Buffer;
}

/** An answer that is a file: the handler gives a `FileContent`. */
export interface FileAnswer {
  kind: 'file-answer';
  types: readonly string[];
}

export const fileAnswer = (...types: string[]): FileAnswer => ({ kind: 'file-answer', types });

export interface FileContent {
  /** Media type, one of the route's. */
  type: string;
  /** As it is saved; names nobody. */
  name: string;
  content: Buffer;
}

/** Octets of a JSON body. */
export const JSON_LIMIT = 256 * 1024;

/** A route of the API: what it takes, who may, and what it answers. */
export interface RouteOptions {
  permission: Permission;
  /** Roles that have the permission here, where that is configuration. */
  roles?: (configuration: Configuration) => readonly Role[];
  /** One line in English, for the OpenAPI document. */
  summary: string;
  /** More, where a line is not enough. */
  description?: string;
  /** Objects are strict: the service does not start with one that takes unknown fields. */
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType | FileBody;
  /** None: 204. */
  answer?: z.ZodType | FileAnswer;
  status?: 200 | 201 | 202 | 204;
  /** Takes an `Idempotency-Key`. */
  idempotent?: boolean;
  /** Demands `If-Match` with the version that is changed. */
  ifMatch?: boolean;
  /** Stable codes of the refusals that a caller should know, for the document: `{ 'order-overlaps': 409 }`. */
  refusals?: Readonly<Record<string, number>>;
  /** Something that fits the schemas, without personal data: for the document and for the tests that try every route. */
  sample?: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown };
}

export const isFileBody = (body: RouteOptions['body']): body is FileBody => (body as Partial<FileBody> | undefined)?.kind === 'file-body';
export const isFileAnswer = (answer: RouteOptions['answer']): answer is FileAnswer =>
  (answer as Partial<FileAnswer> | undefined)?.kind === 'file-answer';

/** 204 where a route answers nothing. */
export const statusOf = ({ status, answer }: Pick<RouteOptions, 'status' | 'answer'>): number =>
  status ?? (answer === undefined ? 204 : 200);
