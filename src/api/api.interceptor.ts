import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { actorOf } from '../auth/actor-of';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { Refusal } from '../platform/refusal';
import { localDateOf } from '../platform/time';
import { declaredAnswer, sendable, versionOf } from './answer';
import type { ApiRequest, Asked } from './asked';
import { DeniedAttempts } from './denied-attempts.service';
import { Idempotently } from './idempotently.service';
import { readRequest } from './read-request';

/** A request that was let in: read, carried out (once, where it bears a key), answered as declared. */
@Injectable()
export class ApiInterceptor implements NestInterceptor {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly idempotently: Idempotently,
    private readonly denied: DeniedAttempts,
    private readonly clock: Clock,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    const { asked } = request;
    if (!asked) return next.handle();
    const response = http.getResponse<Response>();
    const { route } = asked;
    Object.assign(asked, await readRequest(request, route, this.configuration));
    const carryOut = async () => declaredAnswer(route, await lastValueFrom(next.handle(), { defaultValue: undefined }));
    const { answer, isReplay } = await this.idempotently
      .run(request, asked, carryOut)
      .catch((error: unknown) => this.refused(error, request, asked));
    if (isReplay) response.setHeader('Idempotency-Replayed', 'true');
    const version = versionOf(answer);
    if (version !== null) response.setHeader('ETag', `"${version}"`);
    return of(sendable(route, answer));
  }

  /** What a feature does not let somebody do is a denied attempt, too. */
  private async refused(error: unknown, request: ApiRequest, { principal, route, template }: Asked): Promise<never> {
    if (error instanceof Refusal && error.status === 403) {
      const actor = actorOf(principal, { permission: route.permission, today: localDateOf(this.clock.now()) });
      await this.denied.record(request, actor, template, error.code);
    }
    throw error;
  }
}
