import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { DecisionContext } from '../access/decide';
import { PersonChanges } from '../access/person-changes.service';
import type { Actor } from '../audit/actor';
import type { FactChange } from '../audit/person-action';
import type { Reach } from '../auth/reach';
import { FindingsService } from '../findings/findings.service';
import { sortableId } from '../notifications/mail-id';
import { holdsPersonalNumber } from '../people/personal-number-in-text';
import { PeopleRepository } from '../people/people.repository';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { randomOctets } from '../platform/random-octets';
import { changedMeanwhile, notFound } from '../platform/refusal';
import { type Instant, type LocalDate, localDateOf } from '../platform/time';
import { AgreementPeople, type SeenPerson, type Whom } from './agreement-people.service';
import type { AgreementEntity } from './agreement.entity';
import type { AgreementView } from './agreement.view';
import { AgreementsRepository, EMPTY } from './agreements.repository';
import { Agreements } from './agreements.service';
import type { Doer } from './doer';
import { refusal } from './refusal';
import { isRegistryNumber, registrationFault, validTo } from './registration';
import { type GoodScan, ScanVault } from './scan-vault.service';
import { ENDS_UNTOLD } from './untold-finding';

/** A paper that came in. */
export interface NewRegistration {
  whom: Whom;
  templateVersion: string;
  signedOn: LocalDate;
  receivedOn: LocalDate;
  /** Diarienummer. */
  registryNumber: string | null;
  /** PDF, JPEG or PNG. */
  scan: Buffer | null;
}

/** What a registration should have said. The scan is the one that was given, where no other is. */
export interface Correction extends Omit<NewRegistration, 'whom'> {
  id: string;
  /** `version` of the view that is corrected; null: whatever it is. */
  version: number | null;
  reason: string;
  /** The scan that was given was not this paper's: another may be added. */
  withoutScan?: boolean | undefined;
}

/** Servicecenter registers what came in, corrects it and withdraws it. Each is settled in the same transaction. */
@Injectable()
export class RegisterAgreement {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly changes: PersonChanges,
    private readonly people: PeopleRepository,
    private readonly seen: AgreementPeople,
    private readonly repository: AgreementsRepository,
    private readonly agreements: Agreements,
    private readonly vault: ScanVault,
    private readonly findings: FindingsService,
  ) {}

  /** @throws Refusal, see `registrationFault`, and SecretError where the scan cannot be sealed */
  async register(reach: Reach, paper: NewRegistration, doer: Doer): Promise<AgreementView> {
    checkNumber(paper.registryNumber);
    const scan = paper.scan && this.vault.judge(paper.scan);
    const person = await this.seen.find(this.dataSource.manager, reach, paper.whom);
    return this.record(person, doer, null, 'agreement-registered', async (manager, context, all) => {
      const isThere = all.some(
        (row) =>
          row.replacedBy === null &&
          row.withdrawnAt === null &&
          row.source === 'paper' &&
          row.signedOn === paper.signedOn &&
          row.templateVersion === paper.templateVersion,
      );
      if (isThere) throw refusal('agreement-already-registered');
      return this.write(manager, context, { person, paper, doer, all, scan, replaces: null, reason: null, withoutScan: true });
    });
  }

  /**
   * The scan of a registration that has none.
   * @param version of the view that it is added to; null: whatever it is
   * @throws Refusal
   */
  async addScan(reach: Reach, id: string, version: number | null, file: Buffer, doer: Doer): Promise<AgreementView> {
    const scan = this.vault.judge(file);
    const { person } = await this.agreements.one(this.dataSource.manager, reach, id);
    const { municipality, hsaIdKey } = person;
    return this.record(person, doer, null, 'agreement-scan-added', async (manager, { now }, all) => {
      const row = all.find((one) => one.id === id);
      if (!row) throw notFound();
      if (row.source === 'on-screen') throw refusal('signed-on-screen');
      if (row.replacedBy !== null) throw refusal('agreement-replaced');
      if (version !== null && version !== row.revision) throw changedMeanwhile();
      if (row.scanId !== null) throw refusal('scan-already-there');
      const scanId = sortableId(now, 0, randomOctets(8));
      await this.vault.store(manager, scan, { id: scanId, municipality, hsaIdKey }, now);
      if (!(await this.repository.addScan(manager, row, scanId))) throw changedMeanwhile();
      return row;
    });
  }

  /** A row of its own in the place of another, which stays as it was. @throws Refusal */
  async correct(reach: Reach, correction: Correction, doer: Doer): Promise<AgreementView> {
    const reason = checkReason(correction.reason);
    checkNumber(correction.registryNumber);
    const scan = correction.scan && this.vault.judge(correction.scan);
    const { person } = await this.agreements.one(this.dataSource.manager, reach, correction.id);
    return this.record(person, doer, reason, 'agreement-corrected', async (manager, context, all) => {
      const wrong = all.find(({ id }) => id === correction.id);
      if (!wrong) throw notFound();
      if (wrong.source === 'on-screen') throw refusal('signed-on-screen');
      if (wrong.replacedBy !== null) throw refusal('agreement-replaced');
      if (wrong.withdrawnAt !== null) throw refusal('agreement-withdrawn');
      if (correction.version !== null && correction.version !== wrong.revision) throw changedMeanwhile();
      const row = await this.write(manager, context, {
        person,
        paper: correction,
        doer,
        all,
        scan,
        replaces: wrong,
        reason,
        withoutScan: correction.withoutScan ?? false,
      });
      if (!(await this.repository.markReplaced(manager, wrong, row.id))) throw changedMeanwhile();
      return row;
    });
  }

  /**
   * Everything that the person has signed counts no more.
   * @param target the person, or one of their agreements with the `version` that was read (null: whatever it is)
   * @throws Refusal
   */
  async withdraw(reach: Reach, target: Whom | { id: string; version: number | null }, written: string, doer: Doer): Promise<AgreementView> {
    const reason = checkReason(written);
    const { manager } = this.dataSource;
    const person =
      'id' in target ? (await this.agreements.one(manager, reach, target.id)).person : await this.seen.find(manager, reach, target);
    return this.record(person, doer, reason, 'agreement-withdrawn', async (inside, { now }, all) => {
      const standing = all.filter(({ replacedBy, withdrawnAt }) => replacedBy === null && withdrawnAt === null);
      const meant = 'id' in target ? all.find(({ id }) => id === target.id) : standing.at(-1);
      if ('id' in target && meant?.replacedBy) throw refusal('agreement-replaced');
      if (!meant || !standing.includes(meant)) throw refusal(meant ? 'agreement-withdrawn' : 'no-agreement');
      if ('id' in target && target.version !== null && target.version !== meant.revision) throw changedMeanwhile();
      await this.repository.withdraw(inside, standing, { ...nameOf(doer, person), reason }, now);
      return meant;
    });
  }

  /** One person's registrations, kept from others until the end; what follows is settled with them. */
  private async record(
    person: SeenPerson,
    doer: Doer,
    reason: string | null,
    what: FactChange,
    change: (manager: EntityManager, context: DecisionContext, all: AgreementEntity[]) => Promise<AgreementEntity>,
  ): Promise<AgreementView> {
    const { municipality, hsaIdKey } = person;
    const origin = { actor: actorOf(doer, municipality), runId: null, traceId: doer.traceId, reason };
    const { result } = await this.changes.record(municipality, origin, async (manager, context) => {
      await this.people.load(manager, municipality, [hsaIdKey], { forUpdate: true });
      const row = await change(manager, context, await this.repository.ofPerson(manager, municipality, hsaIdKey));
      await this.findings.close(manager, municipality, ENDS_UNTOLD, hsaIdKey, context.now);
      const view = (await this.agreements.ofPerson(manager, person)).find(({ id }) => id === row.id);
      if (!view) throw new Error('What was just written is not there');
      return { result: view, changes: [{ hsaIdKey, what: [what] }] };
    });
    return result;
  }

  private async write(manager: EntityManager, { now }: DecisionContext, given: ToWrite): Promise<AgreementEntity> {
    const { person, paper, doer, all, scan, replaces, reason, withoutScan } = given;
    const { municipality, hsaIdKey } = person;
    const templates = await this.repository.versions(manager);
    const fault = registrationFault(paper, templates, lastWithdrawal(all), localDateOf(now));
    if (fault) throw refusal(fault);
    const id = sortableId(now, 0, randomOctets(8));
    const kept = withoutScan ? null : (replaces?.scanId ?? null);
    const scanId = scan ? sortableId(now, 1, randomOctets(8)) : kept;
    if (scan && scanId) await this.vault.store(manager, scan, { id: scanId, municipality, hsaIdKey }, now);
    const row: AgreementEntity = {
      ...EMPTY,
      id,
      municipality,
      hsaIdKey,
      templateVersion: paper.templateVersion,
      textHash: templates.find(({ version }) => version === paper.templateVersion)?.textHash ?? null,
      source: 'paper',
      signedOn: paper.signedOn,
      receivedOn: paper.receivedOn,
      validTo: validTo(paper.signedOn, this.configuration.agreements.validMonths),
      recordedAt: now,
      details: this.repository.sealDetails({
        receiver: nameOf(doer, person).by,
        role: nameOf(doer, person).role,
        registryNumber: paper.registryNumber,
        reason,
      }),
      scanId,
      replaces: replaces?.id ?? null,
    };
    await this.repository.insert(manager, row);
    return row;
  }
}

interface ToWrite {
  person: SeenPerson;
  paper: Omit<NewRegistration, 'whom' | 'scan'>;
  doer: Doer;
  /** What the person has already. */
  all: readonly AgreementEntity[];
  scan: GoodScan | null;
  replaces: AgreementEntity | null;
  reason: string | null;
  withoutScan: boolean;
}

/** In the role that reaches the municipality. */
const actorOf = ({ actor, actorIn }: Doer, municipality: string): Actor => actorIn?.(municipality) ?? actor;

const nameOf = (doer: Doer, { municipality }: SeenPerson): { by: string; role: string | null } => {
  const { name, role = null } = actorOf(doer, municipality);
  return { by: name, role };
};

const lastWithdrawal = (all: readonly AgreementEntity[]): Instant | null =>
  all.reduce<Instant | null>(
    (last, { withdrawnAt }) => (withdrawnAt !== null && (last === null || withdrawnAt > last) ? withdrawnAt : last),
    null,
  );

function checkNumber(registryNumber: string | null): void {
  if (registryNumber === null) return;
  if (holdsPersonalNumber(registryNumber)) throw refusal('personal-number-given');
  if (!isRegistryNumber(registryNumber)) throw refusal('malformed-registry-number');
}

function checkReason(reason: string): string {
  const text = reason.trim();
  if (text === '') throw refusal('reason-missing');
  if (holdsPersonalNumber(text)) throw refusal('personal-number-given');
  return text;
}
