import { ServiceError } from '../errors';

/** What a log may hold of an error. */
export interface DescribedError {
  type: string;
  code?: string;
  /** Only of our own errors, whose messages are written to be shown. */
  message: string;
  /** Where in the code, without the message that a stack begins with. */
  stack?: string;
  cause?: DescribedError;
}

const CODE = /^[\w.:-]{1,64}$/;
const FRAME = /^\s+at (?:.+ \()?[^()]+:\d+:\d+\)?$/;
const DEPTH = 4;

/**
 * A foreign error's message may quote what it was given: a database's error holds the SQL, its parameters and "Key
 * (surname)=(…)", a parser's the line it failed on. So of those only the name, the code and the place are told.
 */
export function describeError(error: Error, depth = DEPTH): DescribedError {
  const { code } = error as { code?: unknown };
  const described: DescribedError = { type: error.name, message: messageOf(error) };
  if ((typeof code === 'string' && CODE.test(code)) || typeof code === 'number') described.code = String(code);
  const stack = framesOf(error);
  if (stack !== '') described.stack = stack;
  if (error.cause instanceof Error && depth > 1) described.cause = describeError(error.cause, depth - 1);
  return described;
}

const messageOf = (error: Error): string => (error instanceof ServiceError ? error.message : error.name);

function framesOf({ stack = '', message }: Error): string {
  const end = message === '' ? -1 : stack.indexOf(message);
  const after = end < 0 ? stack : stack.slice(end + message.length);
  return after
    .split('\n')
    .filter((line) => FRAME.test(line))
    .join('\n');
}
