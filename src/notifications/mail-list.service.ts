import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { type Reach, wholeMunicipalitiesOf } from '../auth/reach';
import { Cursors } from '../platform/cursors.service';
import { onePage } from '../platform/database/keyset';
import type { Page, PageRequest } from '../platform/paging';
import type { Instant } from '../platform/time';
import type { OutboxKind } from './mails/mail-model';
import type { AttemptOutcome, MailState } from './outbox';
import { MailAttemptEntity, MailCaseEntity, MailEntity } from './outbox.entity';

/** How a mail stands. Who gets it and what it says are left out: an address names its person, and so may a subject. */
export interface ListedMail {
  id: string;
  kind: OutboxKind;
  municipality: string | null;
  caseNumbers: string[];
  state: MailState;
  attempts: number;
  unknownOutcomes: number;
  createdAt: Instant;
  nextAttemptAt: Instant | null;
  sentAt: Instant | null;
  lastError: string | null;
}

export interface ShownMail extends ListedMail {
  trail: { number: number; at: Instant; outcome: AttemptOutcome; detail: string | null }[];
}

const LIST = 'mails';

/** Mails of the municipalities that are reached whole. Who reaches all of them sees those about the whole service, too. */
@Injectable()
export class MailList {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. @param configured how many municipalities there are */
  async list(
    reach: Reach,
    query: PageRequest & { municipality?: string[]; kind?: string[]; state?: MailState[] },
    configured: number,
  ): Promise<Page<ListedMail>> {
    const found = this.reached(reach, configured);
    if (query.municipality) found.andWhere('mail.municipality IN (:...wanted)', { wanted: query.municipality });
    if (query.kind) found.andWhere('mail.kind IN (:...kinds)', { kinds: query.kind });
    if (query.state) found.andWhere('mail.state IN (:...states)', { states: query.state });
    const rows = await onePage(found, ['mail.id'], 'DESC', this.cursors.read(LIST, query.after), query).getMany();
    const { items, next } = this.cursors.page(LIST, rows, query, ({ id }) => [id]);
    return { items: await this.listed(items), next };
  }

  /** Null where there is none that is reached. */
  async show(reach: Reach, id: string, configured: number): Promise<ShownMail | null> {
    const mail = await this.reached(reach, configured).andWhere('mail.id = :id', { id }).getOne();
    if (!mail) return null;
    const attempts = await this.dataSource.manager.find(MailAttemptEntity, { where: { mailId: id }, order: { number: 'ASC' } });
    const [item] = await this.listed([mail]);
    return item ? { ...item, trail: attempts.map(({ number, at, outcome, detail }) => ({ number, at, outcome, detail })) } : null;
  }

  private reached(reach: Reach, configured: number) {
    const codes = wholeMunicipalitiesOf(reach);
    const everywhere = codes.length === configured ? ' OR mail.municipality IS NULL' : '';
    return this.dataSource.manager
      .createQueryBuilder(MailEntity, 'mail')
      .where(codes.length === 0 ? '1 = 0' : `(mail.municipality IN (:...codes)${everywhere})`, { codes });
  }

  private async listed(mails: readonly MailEntity[]): Promise<ListedMail[]> {
    const mailId = In(mails.map(({ id }) => id));
    const cases = Map.groupBy(await this.dataSource.manager.findBy(MailCaseEntity, { mailId }), (one) => one.mailId);
    return mails.map(({ id, kind, municipality, state, attempts, unknownOutcomes, createdAt, nextAttemptAt, sentAt, lastError }) => ({
      id,
      kind,
      municipality,
      caseNumbers: (cases.get(id) ?? []).map(({ caseNumber }) => caseNumber).sort(),
      state,
      attempts,
      unknownOutcomes,
      createdAt,
      nextAttemptAt,
      sentAt,
      lastError,
    }));
  }
}
