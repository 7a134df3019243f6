import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import type { Reach } from '../auth/reach';
import { isHsaId, isTestHsaId } from '../people/hsa-id';
import { holdsPersonalNumber } from '../people/personal-number-in-text';
import { Clock } from '../platform/clock';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import { wholly } from '../service-desk/case-desk.service';
import { deskRefusal, nameGiven, textGiven } from '../service-desk/desk-refusal';
import { Resettle } from './resettle.service';
import { TestLoginEntity } from './test-login.entity';

export interface TestLogin {
  municipality: string;
  /** HSA-id of whoever tried. */
  hsaId: string;
  /** What they logged in as. */
  account: string;
  at: Instant;
  worked: boolean;
  note: string | null;
}

export interface RecordedTestLogin extends TestLogin {
  id: string;
  recordedAt: Instant;
  recordedBy: string;
}

const LONGEST_ACCOUNT = 256;

/** Whether people of a municipality get in, tried before the first of them is granted anything. */
@Injectable()
export class TestLogins {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly box: SealedBox,
    private readonly audit: AuditService,
    private readonly resettle: Resettle,
  ) {}

  /** The first that worked lets the municipality's people through: they are settled. */
  async record(reach: Reach, login: TestLogin, { actor, traceId }: { actor: Actor; traceId: string }): Promise<RecordedTestLogin> {
    const { municipality } = login;
    const now = this.clock.now();
    if (!wholly(reach).includes(municipality) || !this.resettle.isConfigured(municipality)) throw deskRefusal('municipality-unknown', 404);
    const row = { id: randomUUID(), ...this.checked(login, now), recordedAt: now, recordedBy: nameGiven(actor.name) };
    const concerned = await this.dataSource.transaction(async (manager) => {
      const isFirst = login.worked && !(await manager.existsBy(TestLoginEntity, { municipality, worked: true }));
      const people = isFirst ? await this.resettle.concerned(manager, municipality, null) : [];
      await manager.insert(TestLoginEntity, { ...row, note: row.note === null ? null : this.box.seal(row.note) });
      await this.resettle.announce(manager, municipality, people, now);
      const payload = { id: row.id, hsaId: row.hsaId, account: row.account, at: row.at, worked: row.worked };
      const entry = { at: now, actor, action: 'test-login-recorded', municipality, subject: null, traceId, payload };
      await this.audit.append(manager, [entry]);
      return people;
    });
    await this.resettle.settle(municipality, concerned, 'test-login', { actor, runId: null, traceId, reason: null });
    return row;
  }

  /** Newest first. */
  async list(reach: Reach, municipality?: string): Promise<RecordedTestLogin[]> {
    const codes = wholly(reach).filter((code) => municipality === undefined || code === municipality);
    const where = { municipality: In(codes) };
    const rows = await this.dataSource.manager.find(TestLoginEntity, { where, order: { at: 'DESC', id: 'ASC' } });
    return rows.map((row) => ({ ...row, note: row.note === null ? null : this.box.open<string>(row.note) }));
  }

  private checked({ hsaId, account, at, note, ...login }: TestLogin, now: Instant): TestLogin {
    const [who, as] = [hsaId.trim(), account.trim()];
    if (!isHsaId(who) && !isTestHsaId(who)) throw deskRefusal('hsa-id-malformed', 422);
    if (as === '' || as.length > LONGEST_ACCOUNT || holdsPersonalNumber(as)) throw deskRefusal('account-malformed', 422);
    if (at > now) throw deskRefusal('time-ahead', 422);
    return { ...login, hsaId: who, account: as, at, note: note === null ? null : textGiven(note) };
  }
}
