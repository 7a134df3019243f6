import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import type { Configuration } from '../platform/config/schema';
import { isApi } from './asked';

/** How the framework's application is made: bodies are read by whoever knows what may be sent. */
export const APPLICATION = { bodyParser: false, abortOnError: false } as const;

/** Octets of a form that a page sends. */
const FORM_LIMIT = '16kb';

/**
 * What every answer has, whatever it answers.
 *
 * | address | Content-Security-Policy                  | Cache-Control        |
 * |---------|------------------------------------------|----------------------|
 * | /api    | nothing at all                           | no-store             |
 * | others  | helmet's: what comes from here           | no-store             |
 *
 * Strict-Transport-Security only where people reach the service over https: it would lock them out elsewhere.
 */
export function harden(app: NestExpressApplication, { server }: Pick<Configuration, 'server'>): void {
  const strictTransportSecurity = server.publicUrl.startsWith('https:') && { maxAge: 365 * 24 * 60 * 60 };
  const common = { strictTransportSecurity, referrerPolicy: { policy: 'no-referrer' as const } };
  const forApi = helmet({
    ...common,
    contentSecurityPolicy: { useDefaults: false, directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] } },
    xFrameOptions: { action: 'deny' },
  });
  const forPages = helmet(common);
  app.disable('x-powered-by');
  app.disable('etag'); // an ETag of ours is a version
  app.set('trust proxy', 'loopback'); // a proxy on this machine says whose address it is
  app.use((request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    delete request.headers['if-none-match']; // what hangs on the clock changes without a new version: every answer is whole
    (isApi(request) ? forApi : forPages)(request, response, next);
  });
  app.useBodyParser('urlencoded', {
    extended: false,
    limit: FORM_LIMIT,
    type: (request) => !isApi(request as Request) && /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? ''),
  });
}
