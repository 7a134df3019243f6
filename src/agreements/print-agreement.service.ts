import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service';
import type { Principal } from '../auth/principal';
import type { Reach } from '../auth/reach';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { displayNameOf } from '../service-desk/case-changes';
import { agreementPdfTexts as texts } from '../texts/sv/agreements';
import { AgreementPeople, type SeenPerson, type Whom } from './agreement-people.service';
import { agreementPdf, type PrintedAgreement } from './agreement.pdf';
import type { Doer } from './doer';
import { newestCases } from './newest-cases.repository';
import { refusal } from './refusal';
import { AgreementTemplates } from './templates.service';

/**
 * A person's agreement to sign on paper, with the version that is in force.
 *
 * | person    | name, HSA-id, municipality, unit | reference        |
 * |-----------|----------------------------------|------------------|
 * | open      | printed                          | case, or HSA-id  |
 * | protected | empty lines, filled in by hand   | case, or nothing |
 * | nobody    | empty lines                      | nothing          |
 *
 * A file that is made here may lie in a download folder or a printer's queue for long: for a protected person it holds what
 * a mail does, the case number and nothing else (promise 8). By hand the person writes no more than Servicecenter needs.
 */
@Injectable()
export class PrintAgreement {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly people: AgreementPeople,
    private readonly templates: AgreementTemplates,
    private readonly audit: AuditService,
  ) {}

  /** @throws Refusal `not-found`, `no-template-in-force` */
  async forPerson(reach: Reach, whom: Whom, doer: Doer): Promise<Buffer> {
    return this.print(await this.people.find(this.dataSource.manager, reach, whom), doer);
  }

  /** The user's own. @throws Refusal */
  async forUser(principal: Principal, doer: Doer): Promise<Buffer> {
    if (principal.kind !== 'person') throw refusal('not-a-person');
    const person = await this.people.self(this.dataSource.manager, principal.hsaIdKey);
    if (!person) throw refusal('not-in-directory');
    return this.print(person, doer);
  }

  /** A form for anybody: of any version that is kept. @throws Refusal where there is no such version */
  async blank(version: string): Promise<Buffer> {
    const { text, textHash } = await this.templates.show(version);
    return agreementPdf({ text, version, textHash, person: this.lines(null), reference: null, now: this.clock.now() });
  }

  private async print(person: SeenPerson, { actor, actorIn, traceId }: Doer): Promise<Buffer> {
    const { manager } = this.dataSource;
    const { municipality, hsaIdKey, isProtected, hsaId } = person;
    const template = await this.templates.current(manager);
    if (!template) throw refusal('no-template-in-force');
    const caseNumber = await this.caseOf(manager, person);
    const reference = caseNumber === null ? (isProtected ? null : `${texts.labels.hsaId} ${hsaId}`) : texts.caseNumber(caseNumber);
    const { text, version, textHash } = template;
    const now = this.clock.now();
    const pdf = await agreementPdf({ text, version, textHash, person: this.lines(isProtected ? null : person), reference, now });
    await this.dataSource.transaction((inside) =>
      this.audit.append(inside, [
        {
          at: now,
          actor: actorIn?.(municipality) ?? actor,
          action: 'agreement-printed',
          municipality,
          subject: hsaIdKey,
          caseNumber,
          traceId,
          payload: { version, textHash },
        },
      ]),
    );
    return pdf;
  }

  private async caseOf(manager: EntityManager, { municipality, hsaIdKey }: SeenPerson): Promise<string | null> {
    return (await newestCases(manager, municipality, [hsaIdKey])).get(hsaIdKey) ?? null;
  }

  private lines(one: SeenPerson | null): PrintedAgreement['person'] {
    const { labels } = texts;
    const municipality = this.configuration.municipalities.find(({ code }) => code === one?.municipality);
    return [
      { label: labels.name, value: one?.person ? displayNameOf(one.person) : null },
      { label: labels.hsaId, value: one?.hsaId ?? null },
      { label: labels.municipality, value: municipality?.name ?? null },
      { label: labels.unit, value: one?.person?.unit?.path.join(' / ') ?? null },
    ];
  }
}
