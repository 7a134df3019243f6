import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service';
import { AccountsRepository, type MaskedAccount } from '../external-ad/accounts.repository';
import { FindingsService } from '../findings/findings.service';
import { PeopleRepository } from '../people/people.repository';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import type { Instant } from '../platform/time';
import { CaseService } from '../service-desk/case.service';
import { FactsRepository } from './facts.repository';
import { masksAtOnce } from './masks-at-once';
import type { SettleOrigin } from './settle.service';
import { snapshot } from './snapshot';

/**
 * Protection does not wait for a halted plan to be released: from the read that shows it, mails that wait, cases and
 * findings name nobody, what is known of the person is sealed, and the account in the external AD is masked and nothing
 * else of it changed. Where so many become protected that a mapping may be wrong, their accounts wait for the release, all
 * of them (`masks-at-once.ts`). What is told the service desk is part of the plan and comes with it.
 */
@Injectable()
export class RecordProtection {
  constructor(
    private readonly people: PeopleRepository,
    private readonly facts: FactsRepository,
    private readonly accounts: AccountsRepository,
    private readonly cases: CaseService,
    private readonly findings: FindingsService,
    private readonly audit: AuditService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /** @param hsaIdKeys everybody who became protected in this run and whom the run has not been allowed to settle */
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
    const masked = await this.maskAccounts(manager, municipality, hsaIdKeys, at);
    await this.audit.append(
      manager,
      [...loaded].map(([hsaIdKey, { facts }]) => {
        const account = masked.get(hsaIdKey);
        return {
          at,
          actor: origin.actor,
          action: 'protected',
          municipality,
          subject: hsaIdKey,
          runId: origin.runId,
          traceId: origin.traceId,
          reason: origin.reason,
          payload: {
            what: ['protected'],
            facts: snapshot(facts, account?.row ?? null),
            account: account ? { effect: 'change', changes: account.changes } : null,
          },
        };
      }),
    );
  }

  private async maskAccounts(
    manager: EntityManager,
    municipality: string,
    hsaIdKeys: readonly string[],
    at: Instant,
  ): Promise<Map<string, MaskedAccount>> {
    const people = await this.people.count(manager, municipality);
    return masksAtOnce(hsaIdKeys.length, people)
      ? this.accounts.mask(manager, municipality, hsaIdKeys, { kind: this.configuration.externalAd.kind, now: at })
      : new Map<string, MaskedAccount>();
  }
}
