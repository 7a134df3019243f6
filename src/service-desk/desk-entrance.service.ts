import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { AuditReads, type Reader } from '../audit/audit-reads.service';
import type { Reach } from '../auth/reach';
import { notFound } from '../platform/refusal';
import type { Page } from '../platform/paging';
import { CaseDesk, type DeskWork, wholly } from './case-desk.service';
import type { ReturnTarget } from './case-state';
import type { CaseSummary } from './case-summary';
import { CaseEntity } from './case.entity';
import { textGiven } from './desk-refusal';
import { GrantService, type GrantWish } from './grant.service';
import { InformService } from './inform.service';
import { type CaseQuery, ListCases } from './list-cases.service';
import { NextCase } from './next-case.service';
import { ReturnCase } from './return-case.service';
import { ShowCaseService, type ShownCase } from './show-case.service';

/** The desk as somebody uses it who is logged in: each deed answers with the case as it stands then, each look is on the disk before. */
@Injectable()
export class DeskEntrance {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: AuditReads,
    private readonly cases: ListCases,
    private readonly shown: ShowCaseService,
    private readonly desk: CaseDesk,
    private readonly nextCase: NextCase,
    private readonly returning: ReturnCase,
    private readonly grants: GrantService,
    private readonly informing: InformService,
  ) {}

  async list(reach: Reach, query: CaseQuery, reader: Reader): Promise<Page<CaseSummary>> {
    const page = await this.cases.list(reach, query);
    const payload = { cases: page.items.map(({ number }) => number) };
    if (page.items.length > 0) await this.reads.read(reader, { action: 'case-read', municipality: null, subject: null, payload });
    return page;
  }

  async show(reach: Reach, number: string, reader: Reader): Promise<ShownCase> {
    const { municipality, hsaIdKey } = await this.find(reach, number);
    await this.reads.read(reader, { action: 'case-read', municipality, subject: hsaIdKey, caseNumber: number });
    return this.view(reach, number);
  }

  /** Also of a protected person, to somebody who says why. */
  async reveal(reach: Reach, number: string, reason: string, reader: Reader): Promise<ShownCase> {
    const why = textGiven(reason);
    const { municipality } = await this.find(reach, number);
    const actor = reader.actorIn?.(municipality) ?? reader.actor;
    const shown = await this.shown.show(number, { actor, reason: why }, reach);
    if (!shown) throw notFound();
    return shown;
  }

  async next(reach: Reach, reader: Reader): Promise<{ case: ShownCase | null }> {
    const taken = await this.nextCase.take(reach, workOf(reader, null));
    return { case: taken && (await this.view(reach, taken.number)) };
  }

  async claim(reach: Reach, number: string, reader: Reader, version: number, takeOver: string | null): Promise<ShownCase> {
    await this.desk.claim(reach, number, workOf(reader, version), takeOver);
    return this.view(reach, number);
  }

  async release(reach: Reach, number: string, reader: Reader, version: number): Promise<ShownCase> {
    await this.desk.release(reach, number, workOf(reader, version));
    return this.view(reach, number);
  }

  async note(reach: Reach, number: string, reader: Reader, text: string): Promise<ShownCase> {
    await this.desk.addNote(reach, number, workOf(reader, null), text);
    return this.view(reach, number);
  }

  async sendBack(reach: Reach, number: string, reader: Reader, version: number, to: ReturnTarget, reason: string): Promise<ShownCase> {
    await this.returning.sendBack(reach, number, workOf(reader, version), to, reason);
    return this.view(reach, number);
  }

  async grant(reach: Reach, number: string, reader: Reader, version: number, wish: GrantWish): Promise<ShownCase> {
    await this.grants.grant(reach, number, workOf(reader, version), wish);
    return this.view(reach, number);
  }

  async undo(reach: Reach, number: string, reader: Reader, version: number): Promise<ShownCase> {
    await this.grants.undo(reach, number, workOf(reader, version));
    return this.view(reach, number);
  }

  async remove(reach: Reach, number: string, reader: Reader, version: number, units: readonly string[] | null): Promise<ShownCase> {
    await this.grants.remove(reach, number, workOf(reader, version), units);
    return this.view(reach, number);
  }

  async done(reach: Reach, number: string, reader: Reader, version: number, nothingGranted: boolean): Promise<ShownCase> {
    const work = workOf(reader, version);
    await (nothingGranted ? this.grants.confirmNothingGranted(reach, number, work) : this.grants.done(reach, number, work));
    return this.view(reach, number);
  }

  async told(reach: Reach, number: string, reader: Reader): Promise<ShownCase> {
    await this.informing.confirmOfCase(reach, number, workOf(reader, null));
    return this.view(reach, number);
  }

  private async view(reach: Reach, number: string): Promise<ShownCase> {
    const shown = await this.shown.show(number, null, reach);
    if (!shown) throw notFound();
    return shown;
  }

  private async find(reach: Reach, number: string): Promise<CaseEntity> {
    const row = await this.dataSource.manager.findOneBy(CaseEntity, { number, municipality: In(wholly(reach)) });
    if (!row) throw notFound();
    return row;
  }
}

const workOf = ({ actor, traceId }: Reader, version: number | null): DeskWork => ({ actor, traceId: traceId ?? '', version });
