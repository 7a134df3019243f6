import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type ExplainedBlocker, explain } from '../access/explain';
import { accessPolicy } from '../access/decision-context';
import type { AccessFacts } from '../access/facts';
import { FactsRepository } from '../access/facts.repository';
import type { Stage } from '../access/stages';
import { AuditReads, type Reader } from '../audit/audit-reads.service';
import { covers, municipalitiesOf, type Reach } from '../auth/reach';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { notFound, Refusal } from '../platform/refusal';
import type { LocalDate } from '../platform/time';
import { displayNameOf } from '../service-desk/case-changes';
import { followUpRefusals } from '../texts/follow-up-refusals';
import { peopleTexts } from '../texts/sv/people';
import { hsaIdKey } from './hsa-id';
import type { Unit } from './person';
import { maskPersonalNumbers } from './personal-number-in-text';
import { unitsOf } from './unit-path';

export interface PersonDetails {
  hsaId: string;
  municipality: string;
  isProtected: boolean;
  /** Says only that there is one, where it may not be shown. */
  name: string;
  /** Null where nothing readable is known, and of a protected person who has not been revealed. */
  contact: { mail: string | null; telephoneNumbers: string[]; mobileNumbers: string[] } | null;
  unit: Pick<Unit, 'hsaId' | 'name' | 'path'> | null;
  titles: string[];
  commissions: { name: string; purpose: string | null; unitHsaId: string | null }[];
  startDate: LocalDate | null;
  endDate: LocalDate | null;
  /** What the catalogue said last: `present`, `refused`, `absent`; null: nothing. */
  inDirectory: string | null;
  accountName: string | null;
  stage: Stage;
  stageText: string;
  grantable: boolean;
  blockers: ExplainedBlocker[];
}

/** Shows one person's details to somebody within whose reach they are; that it was done is on the disk before. */
@Injectable()
export class PersonDetailsService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly facts: FactsRepository,
    private readonly reads: AuditReads,
  ) {}

  /** A protected person without name, contact and unit. @throws Refusal not-found: missing, foreign and protected to a unit's reader alike */
  async show(reach: Reach, hsaId: string, reader: Reader): Promise<PersonDetails> {
    const { facts, municipality } = await this.find(reach, hsaId);
    const { code } = municipality;
    await this.reads.read(reader, { action: 'person-read', municipality: code, subject: hsaIdKey(facts.hsaId) });
    return this.details(facts, municipality, facts.hsa?.person?.isProtected ?? false);
  }

  /** Everything, also of a protected person, to somebody who says why. @throws Refusal not-found; reason-missing */
  async reveal(reach: Reach, hsaId: string, reason: string, reader: Reader): Promise<PersonDetails> {
    const why = maskPersonalNumbers(reason.trim());
    if (why === '') throw new Refusal('reason-missing', 422, followUpRefusals['reason-missing']);
    const { facts, municipality } = await this.find(reach, hsaId);
    const subject = hsaIdKey(facts.hsaId);
    await this.reads.read(reader, { action: 'person-revealed', municipality: municipality.code, subject, reason: why });
    return this.details(facts, municipality, false);
  }

  private async find(reach: Reach, hsaId: string): Promise<{ facts: AccessFacts; municipality: MunicipalityConfiguration }> {
    const key = hsaIdKey(hsaId.trim());
    for (const code of municipalitiesOf(reach)) {
      const municipality = this.configuration.municipalities.find((one) => one.code === code);
      const facts = (await this.facts.load(this.dataSource.manager, code, [key])).get(key)?.facts;
      const person = facts?.hsa?.person ?? null;
      const isWithin = covers(reach, code, person?.isProtected ? [] : unitsOf(person));
      if (municipality && facts && isWithin) return { facts, municipality };
    }
    throw notFound();
  }

  private details(facts: AccessFacts, municipality: MunicipalityConfiguration, isMasked: boolean): PersonDetails {
    const policy = accessPolicy(this.configuration, municipality);
    const { stage, stageText, grantable, blockers } = explain(facts, policy, this.clock.now());
    const person = facts.hsa?.person ?? null;
    const shown = isMasked ? null : person;
    const name = isMasked ? peopleTexts.protectedPerson : person ? displayNameOf(person) : peopleTexts.nameUnknown;
    return {
      hsaId: facts.hsaId,
      municipality: municipality.code,
      isProtected: person?.isProtected ?? false,
      name,
      contact: shown && { mail: shown.mail, telephoneNumbers: shown.telephoneNumbers, mobileNumbers: shown.mobileNumbers },
      unit: shown?.unit ? { hsaId: shown.unit.hsaId, name: shown.unit.name, path: shown.unit.path } : null,
      titles: shown ? [...new Set([...(shown.title === null ? [] : [shown.title]), ...shown.hsaTitles, ...shown.paTitleNames])] : [],
      commissions: (shown?.commissions ?? []).map(({ name: what, purpose, unitHsaId }) => ({ name: what, purpose, unitHsaId })),
      startDate: person?.startDate ?? null,
      endDate: person?.endDate ?? null,
      inDirectory: facts.hsa?.state ?? null,
      accountName: facts.account?.accountName ?? null,
      ...{ stage, stageText, grantable, blockers },
    };
  }
}
