import { hkdfSync, randomBytes } from 'node:crypto';
import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import session from 'express-session';
import { CONFIGURATION } from '../../platform/config/configuration.token';
import { IdentityKey } from '../../platform/config/identity-key.service';
import type { Configuration } from '../../platform/config/schema';
import { sessionCookie } from './session-cookie';
import { SessionStore } from './session.store';

const ID_BYTES = 32;

/** Gives a request its session. One that is empty is neither stored nor told to the browser. */
@Injectable()
export class SessionMiddleware implements NestMiddleware {
  readonly #handle: RequestHandler;
  readonly #isSecure: boolean;

  constructor(@Inject(CONFIGURATION) { server }: Pick<Configuration, 'server'>, identityKey: IdentityKey, store: SessionStore) {
    const { name, options } = sessionCookie(server.publicUrl);
    this.#isSecure = options.secure;
    this.#handle = session({
      name,
      store,
      secret: Buffer.from(hkdfSync('sha256', identityKey.secret, 'tilltrade', 'session-cookie', 32)).toString('hex'),
      genid: () => randomBytes(ID_BYTES).toString('base64url'),
      cookie: options,
      resave: false,
      saveUninitialized: false,
    });
  }

  use(request: Request, response: Response, next: NextFunction): void {
    // What people use is https (server.publicUrl); the last step from the proxy need not be, and says nothing of it.
    if (this.#isSecure) Object.defineProperty(request, 'secure', { value: true, configurable: true });
    void this.#handle(request, response, next);
  }
}
