import { Injectable } from '@nestjs/common';
import type { Reader } from '../audit/audit-reads.service';
import { Clock } from '../platform/clock';
import { localDateOf } from '../platform/time';
import { actorOf } from './actor-of';
import type { Permission } from './permission';
import type { Principal } from './principal';

/** Who reads, as the audit trail names them. */
@Injectable()
export class Readers {
  constructor(private readonly clock: Clock) {}

  /** @param permission that of the route */
  of(principal: Principal, permission: Permission, traceId: string): Reader {
    const today = localDateOf(this.clock.now());
    const actorIn = (municipality: string | null) =>
      actorOf(principal, { permission, today, ...(municipality !== null && { municipality }) });
    return { actor: actorIn(null), actorIn, traceId };
  }
}
