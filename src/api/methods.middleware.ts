import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { isApi } from './asked';
import { Problem } from './problem';
import { Routes } from './routes.service';

/** As sent, without the query: the framework's own `path` is what is left of it here. */
const pathOf = ({ originalUrl }: Request): string => originalUrl.split('?', 1)[0] ?? '';

/** Under /api: another method than an address takes is refused with those that it takes; OPTIONS tells them. Nothing answers to other sites (CORS). */
@Injectable()
export class Methods implements NestMiddleware {
  constructor(private readonly routes: Routes) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const declared = isApi(request) ? this.routes.methodsAt(pathOf(request)) : [];
    if (declared.length === 0) return next();
    const taken = [...declared, ...(declared.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
    if (request.method === 'OPTIONS') {
      response.status(204).setHeader('Allow', taken.join(', ')).end();
      return;
    }
    next(taken.includes(request.method) ? undefined : new Problem('method-not-allowed', { headers: { Allow: taken.join(', ') } }));
  }
}
