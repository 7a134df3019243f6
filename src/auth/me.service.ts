import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { type Instant, localDateOf } from '../platform/time';
import { PERMISSIONS, type Permission } from './permission';
import type { HeldRole, Principal } from './principal';
import { type Reach, reachOf } from './reach';

export interface Me {
  hsaId: string;
  name: string;
  acr: string | null;
  loggedInAt: Instant;
  roles: HeldRole[];
  permissions: { permission: Permission; reach: Reach }[];
}

/** What somebody is told about themselves. */
@Injectable()
export class Selves {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'municipalities' | 'releases'>,
    private readonly clock: Clock,
  ) {}

  /** @throws Error for a program: no route lets one ask */
  of(principal: Principal): Me {
    if (principal.kind !== 'person') throw new Error('A program has no self');
    const { hsaId, name, acr, loggedInAt, roles } = principal;
    const today = localDateOf(this.clock.now());
    const codes = this.configuration.municipalities.map(({ code }) => code);
    const { roles: releasing } = this.configuration.releases;
    const permissions = (Object.keys(PERMISSIONS) as Permission[])
      .map((permission) => ({
        permission,
        reach: reachOf(principal, permission, today, codes, permission === 'runs:release' ? releasing : undefined),
      }))
      .filter(({ reach }) => reach.length > 0);
    return { hsaId, name, acr, loggedInAt, roles: [...roles], permissions };
  }
}
