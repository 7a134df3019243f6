import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../platform/clock';
import { apartFromRequest } from '../platform/idempotency/change-hook';
import { type ApiRequest, traceOf } from './asked';

/** A denied attempt is a row in the audit trail: who, which route, and the answer's code. */
@Injectable()
export class DeniedAttempts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** @param route as it is declared: an address may hold anything */
  async record(request: ApiRequest, actor: Actor, route: string, code: string): Promise<void> {
    const entry = { at: this.clock.now(), actor, action: 'access-denied', municipality: null, subject: null, traceId: traceOf(request) };
    await apartFromRequest(() =>
      this.dataSource.transaction((manager) => this.audit.append(manager, [{ ...entry, payload: { route, code } }])),
    );
  }
}
