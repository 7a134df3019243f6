import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Authentication } from '../auth/authentication';
import type { ApiRequest } from './asked';
import { ROUTE } from './route.decorator';

/** First: finds out who asks. Refuses nobody. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly authentication: Authentication,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    if (this.reflector.get<unknown>(ROUTE, context.getHandler()) === undefined) return true;
    const request = context.switchToHttp().getRequest<ApiRequest>();
    request.principal = await this.authentication.authenticate(request);
    return true;
  }
}
