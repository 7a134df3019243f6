import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { ApiRequest } from './asked';
import { Problem } from './problem';

/** Second: so many requests a minute for each person or key, wherever they ask from; for each address where nobody has logged in. Each instance counts its own. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(context.switchToHttp().getRequest<ApiRequest>().path.startsWith('/health/'));
  }

  protected override async getTracker(request: ApiRequest): Promise<string> {
    const { principal } = request;
    if (!principal) return `address ${await super.getTracker(request as never)}`;
    return principal.kind === 'person' ? `person ${principal.hsaIdKey}` : `key ${principal.keyId}`;
  }

  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return tracker;
  }

  protected override throwThrottlingException(): Promise<void> {
    throw new Problem('too-many-requests'); // Retry-After is set by now
  }
}
