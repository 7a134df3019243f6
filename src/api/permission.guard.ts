import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Actor } from '../audit/actor';
import { actorOf } from '../auth/actor-of';
import type { Principal } from '../auth/principal';
import { type Reach, reachOf } from '../auth/reach';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { localDateOf } from '../platform/time';
import type { ApiRequest } from './asked';
import { DeniedAttempts } from './denied-attempts.service';
import { Problem, type ProblemCode } from './problem';
import type { RouteOptions } from './route';
import { PUBLIC, ROUTE } from './route.decorator';
import { Routes } from './routes.service';
import { isSafeMethod, isSameOrigin } from './same-origin';

/** Whoever sent an API key that is none. */
const UNKNOWN_KEY: Actor = { kind: 'machine', name: '-', systemUser: null };

/** Third: lets in who may, and says how far they reach. Whoever may not is told the same whatever there is, and is a row in the audit trail. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly denied: DeniedAttempts,
    private readonly clock: Clock,
    private readonly reflector: Reflector,
    private readonly routes: Routes,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, handler);
    if (route === undefined) return this.reflector.getAllAndOverride<unknown>(PUBLIC, [handler, context.getClass()]) !== undefined;
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const template = `${request.method} ${this.pathOf(context)}`;
    const principal = request.principal ?? null;
    if (!principal) {
      if (request.headers.authorization !== undefined) await this.denied.record(request, UNKNOWN_KEY, template, 'not-authenticated');
      throw new Problem('not-authenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
    }
    if (principal.kind === 'person' && !isSafeMethod(request.method) && !isSameOrigin(request.headers, this.originOf(request)))
      return this.refuse(request, principal, route, template, 'from-another-site');
    const reach = this.reachOf(principal, route);
    if (reach === null) return this.refuse(request, principal, route, template, 'not-permitted');
    request.asked = { principal, route, template, reach, params: {}, query: {}, body: undefined, version: null };
    return true;
  }

  /** Null: nothing. What concerns oneself takes no role, and no program has a self. */
  private reachOf(principal: Principal, { permission, roles }: RouteOptions): Reach | null {
    if (permission === 'self') return principal.kind === 'person' ? [] : null;
    const codes = this.configuration.municipalities.map(({ code }) => code);
    const reach = reachOf(principal, permission, localDateOf(this.clock.now()), codes, roles?.(this.configuration));
    return reach.length === 0 ? null : reach;
  }

  private async refuse(
    request: ApiRequest,
    principal: Principal,
    { permission }: RouteOptions,
    template: string,
    code: ProblemCode,
  ): Promise<never> {
    await this.denied.record(request, actorOf(principal, { permission, today: localDateOf(this.clock.now()) }), template, code);
    throw new Problem(code);
  }

  private pathOf(context: ExecutionContext): string {
    const handler = `${context.getClass().name}.${context.getHandler().name}`;
    return this.routes.all.find((one) => one.handler === handler)?.path ?? handler;
  }

  /** What the service's own pages have. With any free port (a demonstration, a test) that is known only when it listens: this machine's own host, then. */
  private originOf(request: ApiRequest): string {
    const { port, publicUrl } = this.configuration.server;
    return port === 0 && /^(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(request.headers.host ?? '')
      ? `http://${request.headers.host ?? ''}`
      : new URL(publicUrl).origin;
  }
}
