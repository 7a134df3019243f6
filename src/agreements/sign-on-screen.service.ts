import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { agreementStatus, type AgreementStatus } from '../access/agreement-status';
import type { AgreementFact } from '../access/facts';
import { PersonChanges } from '../access/person-changes.service';
import type { PersonPrincipal, Principal } from '../auth/principal';
import { FindingsService } from '../findings/findings.service';
import { sortableId } from '../notifications/mail-id';
import { PeopleRepository } from '../people/people.repository';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { randomOctets } from '../platform/random-octets';
import { type LocalDate, localDateOf } from '../platform/time';
import { AgreementPeople, type SeenPerson } from './agreement-people.service';
import type { AgreementEntity } from './agreement.entity';
import type { AgreementView } from './agreement.view';
import { AgreementsRepository, EMPTY } from './agreements.repository';
import { Agreements } from './agreements.service';
import { refusal } from './refusal';
import { validTo } from './registration';
import { maySign } from './signing-level';
import type { AgreementTemplateEntity } from './template.entity';
import { AgreementTemplates, type TemplateWithText } from './templates.service';
import { ENDS_UNTOLD } from './untold-finding';

/** A user's own agreement. */
export interface MyAgreement {
  hsaId: string;
  status: AgreementStatus;
  /** The agreement that says most; null where nothing was ever signed. */
  agreement: Pick<AgreementFact, 'id' | 'version' | 'source' | 'signedOn' | 'validTo' | 'replacedFrom'> | null;
  /** The text to sign now, exactly; null where no version is in force. */
  template: TemplateWithText | null;
  /** Whether the user's login is good enough to sign with. */
  maySign: boolean;
}

/** What is sent back when somebody signs: proof of what they read. */
export interface Signature {
  templateVersion: string;
  textHash: string;
}

/** The user, logged in with their own HSA-id, reads and signs on screen. */
@Injectable()
export class SignOnScreen {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly changes: PersonChanges,
    private readonly people: PeopleRepository,
    private readonly own: AgreementPeople,
    private readonly repository: AgreementsRepository,
    private readonly agreements: Agreements,
    private readonly templates: AgreementTemplates,
    private readonly findings: FindingsService,
  ) {}

  /** @throws Refusal */
  async read(principal: Principal): Promise<MyAgreement> {
    const user = personal(principal);
    const { manager } = this.dataSource;
    const { municipality, hsaIdKey, hsaId } = await this.me(manager, user);
    const fact = (await this.repository.factsOf(manager, municipality, [hsaIdKey])).get(hsaIdKey) ?? null;
    const current = await this.templates.current(manager);
    return {
      hsaId,
      status: agreementStatus(fact, this.today()),
      agreement: fact && {
        id: fact.id,
        version: fact.version,
        source: fact.source,
        signedOn: fact.signedOn,
        validTo: fact.validTo,
        replacedFrom: fact.replacedFrom,
      },
      template: current && (await this.templates.show(current.version)),
      maySign: maySign(this.configuration.login, user.acr),
    };
  }

  /** Signing the same text twice on a day is signing it once. @throws Refusal */
  async sign(principal: Principal, signature: Signature, traceId: string): Promise<AgreementView> {
    const user = personal(principal);
    if (!maySign(this.configuration.login, user.acr)) throw refusal('level-too-low');
    const person = await this.me(this.dataSource.manager, user);
    const { municipality, hsaIdKey } = person;
    const origin = { actor: { kind: 'person' as const, name: user.hsaId, systemUser: null }, runId: null, traceId, reason: null };
    const { result } = await this.changes.record(municipality, origin, async (manager, { now }) => {
      await this.people.load(manager, municipality, [hsaIdKey], { forUpdate: true });
      const template = await this.templates.current(manager);
      if (!template) throw refusal('no-template-in-force');
      const isRead = template.version === signature.templateVersion && template.textHash === signature.textHash.toLowerCase();
      if (!isRead) throw refusal('text-changed');
      const today = localDateOf(now);
      const known = (await this.repository.ofPerson(manager, municipality, hsaIdKey)).find((row) => isSameSignature(row, template, today));
      const row = known ?? this.rowOf(person, user, template, now);
      if (!known) {
        await this.repository.insert(manager, row);
        await this.findings.close(manager, municipality, ENDS_UNTOLD, hsaIdKey, now);
      }
      const view = (await this.agreements.ofPerson(manager, person)).find(({ id }) => id === row.id);
      if (!view) throw new Error('What was just signed is not there');
      return { result: view, changes: known ? [] : [{ hsaIdKey, what: ['agreement-signed'] }] };
    });
    return result;
  }

  private rowOf(
    { municipality, hsaIdKey }: SeenPerson,
    user: PersonPrincipal,
    template: AgreementTemplateEntity,
    now: string,
  ): AgreementEntity {
    const today = localDateOf(now);
    return {
      ...EMPTY,
      id: sortableId(now, 0, randomOctets(8)),
      municipality,
      hsaIdKey,
      templateVersion: template.version,
      textHash: template.textHash,
      source: 'on-screen',
      signedOn: today,
      signedAt: now,
      acr: user.acr,
      receivedOn: today,
      validTo: validTo(today, this.configuration.agreements.validMonths),
      recordedAt: now,
      details: this.repository.sealDetails({ receiver: user.hsaId, role: null, registryNumber: null, reason: null }),
    };
  }

  private async me(manager: EntityManager, { hsaIdKey }: PersonPrincipal): Promise<SeenPerson> {
    const person = await this.own.self(manager, hsaIdKey);
    if (!person) throw refusal('not-in-directory');
    return person;
  }

  private today(): LocalDate {
    return localDateOf(this.clock.now());
  }
}

function personal(principal: Principal): PersonPrincipal {
  if (principal.kind !== 'person') throw refusal('not-a-person');
  return principal;
}

const isSameSignature = (row: AgreementEntity, template: AgreementTemplateEntity, today: LocalDate): boolean =>
  row.source === 'on-screen' && row.withdrawnAt === null && row.textHash === template.textHash && row.signedOn === today;
