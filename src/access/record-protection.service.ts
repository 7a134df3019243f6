import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service';
import { FindingsService } from '../findings/findings.service';
import { PeopleRepository } from '../people/people.repository';
import type { Instant } from '../platform/time';
import { CaseService } from '../service-desk/case.service';
import { FactsRepository } from './facts.repository';
import type { SettleOrigin } from './settle.service';
import { snapshot } from './snapshot';

/**
 * Protection does not wait for a halted plan to be released: from the read that shows it, mails that wait, cases and
 * findings name nobody, and what is known of the person is sealed. The account and the service desk's case are part of
 * the plan and come with it.
 */
@Injectable()
export class RecordProtection {
  constructor(
    private readonly people: PeopleRepository,
    private readonly facts: FactsRepository,
    private readonly cases: CaseService,
    private readonly findings: FindingsService,
    private readonly audit: AuditService,
  ) {}

  async record(
    manager: EntityManager,
    municipality: string,
    hsaIdKeys: readonly string[],
    at: Instant,
    origin: SettleOrigin,
  ): Promise<void> {
    if (hsaIdKeys.length === 0) return;
    await this.people.protect(manager, municipality, hsaIdKeys);
    await this.cases.conceal(manager, municipality, hsaIdKeys);
    const loaded = await this.facts.load(manager, municipality, hsaIdKeys);
    const concealed = [...loaded.values()].map(({ facts }) => ({ hsaId: facts.hsaId, dn: null }));
    await this.findings.conceal(manager, municipality, concealed);
    await this.audit.append(
      manager,
      [...loaded].map(([hsaIdKey, { facts }]) => ({
        at,
        actor: origin.actor,
        action: 'protected',
        municipality,
        subject: hsaIdKey,
        runId: origin.runId,
        traceId: origin.traceId,
        reason: origin.reason,
        payload: { what: ['protected'], facts: snapshot(facts, null) },
      })),
    );
  }
}
