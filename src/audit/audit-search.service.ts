import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In, type SelectQueryBuilder } from 'typeorm';
import type { Reach } from '../auth/reach';
import { hsaIdKey } from '../people/hsa-id';
import { holdsPersonalNumber } from '../people/personal-number-in-text';
import { PersonEntity } from '../people/person.entity';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { Cursors } from '../platform/cursors.service';
import { onePage } from '../platform/database/keyset';
import type { Page, PageRequest } from '../platform/paging';
import { notFound, Refusal } from '../platform/refusal';
import { SealedBox } from '../platform/sealed-box';
import { dayAfter, type Instant, isLocalDate, type LocalDate, startOfDay } from '../platform/time';
import { followUpRefusals } from '../texts/follow-up-refusals';
import { auditActionText } from '../texts/sv/explanation';
import type { Actor } from './actor';
import type { SealedPayload } from './audit-chain';
import { AuditReads, type Reader } from './audit-reads.service';
import { AuditPayloadEntity, AuditRowEntity } from './audit.entity';
import { READ_ACTIONS } from './read-action';

/** Which rows are meant; each narrows. */
export interface AuditFilter {
  /** HSA-id of whom they are about. */
  person?: string | undefined;
  /** HSA-id or name of who did it. */
  actor?: string | undefined;
  action?: string | undefined;
  municipality?: string | undefined;
  /** First and last whole day. */
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
  what?: AuditKind | undefined;
}

/** `reads`: who looked. `changes`: what was done. */
export type AuditKind = 'all' | 'reads' | 'changes';

export type AuditQuery = AuditFilter & PageRequest;

export interface FoundRow {
  seq: number;
  at: Instant;
  actor: { kind: Actor['kind']; name: string; role: string | null; systemUser: string | null };
  action: string;
  text: string;
  municipality: string | null;
  /** HSA-id key of whom it is about. */
  subject: string | null;
  caseNumber: string | null;
  runId: string | null;
  traceId: string | null;
  /** Whom it is about is protected now: neither reason nor content is shown, and an export does not name them. */
  isProtected: boolean;
  /** Null where none was given, it has been erased, or the person is protected. */
  reason: string | null;
}

/** A row with what was written down, for whoever follows up. */
export interface ShownRow extends FoundRow {
  /** Null where there is none, it has been erased, or the person is protected. */
  content: unknown;
}

/** Finds audit rows within somebody's reach: a municipality's own, and what is nobody's to those who reach them all. */
@Injectable()
export class AuditSearch {
  constructor(
    private readonly dataSource: DataSource,
    private readonly box: SealedBox,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'municipalities'>,
    private readonly reads: AuditReads,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. @throws Refusal for a day, a period or a cursor that is none */
  async find(reach: Reach, query: AuditQuery, reader: Reader): Promise<Page<FoundRow>> {
    const position = this.cursors.read(LIST, query.after);
    const found = await onePage(this.matching(reach, query), ['row.at', 'row.seq'], 'DESC', position, query).getMany();
    const page = this.cursors.page(LIST, found, query, ({ at, seq }) => [at, seq]);
    const items = await this.shown(page.items);
    const { after: _after, limit: _limit, ...asked } = query;
    const shown = { asked, from: items.at(-1)?.seq ?? null, to: items[0]?.seq ?? null };
    const municipality = query.municipality ?? null;
    await this.reads.read(reader, { action: 'audit-searched', municipality, subject: personOf(query), payload: shown });
    return { items: items.map(({ content: _content, ...row }) => row), next: page.next };
  }

  /** One row with its content. @throws Refusal not-found: missing and foreign alike */
  async show(reach: Reach, seq: number, reader: Reader): Promise<ShownRow> {
    const row = await this.matching(reach, {}).andWhere('row.seq = :seq', { seq }).getOne();
    const [shown] = row ? await this.shown([row]) : [];
    if (!row || !shown) throw notFound();
    await this.reads.read(reader, { action: 'audit-row-read', municipality: row.municipality, subject: row.subject, payload: { seq } });
    return shown;
  }

  /** A query for the rows that are meant and within reach; its rows are called `row`. @throws Refusal */
  matching(reach: Reach, { person, actor, action, municipality, from, to, what = 'all' }: AuditFilter): SelectQueryBuilder<AuditRowEntity> {
    for (const text of [person, actor]) if (text !== undefined && holdsPersonalNumber(text)) throw refusal('personal-number-in-search');
    for (const day of [from, to]) if (day !== undefined && !isLocalDate(day)) throw refusal('date-malformed');
    if (from !== undefined && to !== undefined && to < from) throw refusal('period-reversed');
    const rows = this.within(reach);
    const subject = personOf({ person });
    if (subject !== null) rows.andWhere('row.subject = :subject', { subject });
    if (actor !== undefined) rows.andWhere('row.actorName = :actor', { actor });
    if (action !== undefined) rows.andWhere('row.action = :action', { action });
    if (municipality !== undefined) rows.andWhere('row.municipality = :municipality', { municipality });
    if (from !== undefined) rows.andWhere('row.at >= :from', { from: startOfDay(from) });
    if (to !== undefined) rows.andWhere('row.at < :to', { to: startOfDay(dayAfter(to)) });
    if (what !== 'all') rows.andWhere(`row.action ${what === 'reads' ? '' : 'NOT '}IN (:...reads)`, { reads: READ_ACTIONS });
    return rows;
  }

  /** What a page is shown of these rows. */
  async shown(rows: readonly AuditRowEntity[]): Promise<ShownRow[]> {
    const { manager } = this.dataSource;
    const payloads = rows.length === 0 ? [] : await manager.findBy(AuditPayloadEntity, { seq: In(rows.map(({ seq }) => seq)) });
    const sealed = new Map(payloads.map((payload) => [payload.seq, payload.sealed]));
    const subjects = [...new Set(rows.flatMap(({ subject }) => subject ?? []))];
    const codes = this.configuration.municipalities.map(({ code }) => code);
    const people =
      subjects.length === 0
        ? []
        : await manager.find(PersonEntity, {
            select: { municipality: true, hsaIdKey: true },
            where: { municipality: In(codes), hsaIdKey: In(subjects), isProtected: true },
          });
    const concealed = new Set(people.map(({ hsaIdKey: key }) => key));
    return rows.map((row) => {
      const text = sealed.get(row.seq);
      const isHidden = row.subject !== null && concealed.has(row.subject);
      return { ...this.row(row), isProtected: isHidden, ...(text === undefined || isHidden ? NOTHING : this.open(text)) };
    });
  }

  /** Only whole municipalities: an audit row tells no unit. */
  private within(reach: Reach): SelectQueryBuilder<AuditRowEntity> {
    const rows = this.dataSource.manager.createQueryBuilder(AuditRowEntity, 'row');
    const whole = reach.filter(({ unit }) => unit === null).map(({ municipality }) => municipality);
    const isAll = this.configuration.municipalities.every(({ code }) => whole.includes(code));
    return isAll ? rows : whole.length === 0 ? rows.where('1 = 0') : rows.where('row.municipality IN (:...whole)', { whole });
  }

  private row({ seq, at, actorKind, actorName, actorRole, systemUser, ...row }: AuditRowEntity): Omit<FoundRow, 'reason' | 'isProtected'> {
    const { action, municipality, subject, caseNumber, runId, traceId } = row;
    const actor = { kind: actorKind, name: actorName, role: actorRole, systemUser };
    return { seq, at, actor, action, text: auditActionText(action), municipality, subject, caseNumber, runId, traceId };
  }

  private open(sealed: string): Pick<ShownRow, 'reason' | 'content'> {
    try {
      const { reason, payload } = this.box.open<SealedPayload>(sealed);
      return { reason, content: payload };
    } catch {
      return NOTHING; // `audit verify` tells of it
    }
  }
}

/** By what it is sorted. */
const LIST = 'audit by time';

const NOTHING: Pick<ShownRow, 'reason' | 'content'> = { reason: null, content: null };

const personOf = ({ person }: Pick<AuditFilter, 'person'>): string | null => (person === undefined ? null : hsaIdKey(person.trim()));

const refusal = (code: 'personal-number-in-search' | 'date-malformed' | 'period-reversed'): Refusal =>
  new Refusal(code, 400, followUpRefusals[code]);
