import { StreamableFile } from '@nestjs/common';
import { ServiceError } from '../platform/errors';
import { isRefused, Refusal } from '../platform/refusal';
import { type FileContent, isFileAnswer, type RouteOptions } from './route';

/**
 * What a handler gave, as the route says that it answers. What it does not say is not sent: an answer that is not as
 * declared is a fault here, and may hold what its reader must not see.
 *
 * @throws Refusal that the handler returned; ServiceError `answer-not-as-declared`
 */
export function declaredAnswer({ answer }: RouteOptions, given: unknown): unknown {
  if (isRefused(given)) throw Refusal.of(given);
  if (answer === undefined) return undefined;
  if (isFileAnswer(answer)) {
    if (!answer.types.includes((given as FileContent).type)) throw notAsDeclared('type');
    return given;
  }
  const result = answer.safeParse(given);
  if (result.success) return result.data;
  throw notAsDeclared(result.error.issues.map(({ code, path }) => `${path.map(String).join('.')}: ${code}`).join(', '));
}

const notAsDeclared = (where: string): ServiceError =>
  new ServiceError('answer-not-as-declared', `An answer is not as its route declares it: ${where}`);

/** As the framework sends it. */
export function sendable({ answer }: RouteOptions, given: unknown): unknown {
  if (!isFileAnswer(answer)) return given;
  const { type, name, content } = given as FileContent;
  return new StreamableFile(content, { type, disposition: disposition(name), length: content.length });
}

/** RFC 6266 and RFC 8187: whatever stands in a name, it is no header of its own. */
export const disposition = (name: string): string =>
  `attachment; filename="${name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)}`;

/** The version of a single view; null for a list or what has none. */
export function versionOf(answer: unknown): number | null {
  const { version } = (typeof answer === 'object' ? (answer ?? {}) : {}) as { version?: unknown };
  return typeof version === 'number' && Number.isSafeInteger(version) ? version : null;
}
