import type { Reach } from '../../src/auth/reach';
import { CaseDesk, type DeskWork } from '../../src/service-desk/case-desk.service';
import type { CaseEntity } from '../../src/service-desk/case.entity';
import { GrantService, type Recorded } from '../../src/service-desk/grant.service';
import { InformService } from '../../src/service-desk/inform.service';
import { NextCase } from '../../src/service-desk/next-case.service';
import { ReturnCase } from '../../src/service-desk/return-case.service';
import type { ReturnTarget } from '../../src/service-desk/case-state';
import type { TestService } from './service';

export const REACH: Reach = ['berg', 'are'].map((municipality) => ({ municipality, unit: null }));

export const ANNA = 'SE2321000131-S001';
export const BO = 'SE2321000131-S002';

/** Nothing but the account is waited for: what a test of the desk itself needs. */
export const AT_ONCE = { requireAgreement: false, requireTestLogin: false };

export const workOf = (name: string, version: number | null = null): DeskWork => ({
  actor: { kind: 'person', name, systemUser: null, role: 'service-desk' },
  traceId: 'trace-of-a-test',
  version,
});

/** Servicecenter at work, by default as Anna. */
export const desk = (service: TestService) => ({
  claim: (number: string, who = ANNA, takeOver: string | null = null): Promise<CaseEntity> =>
    service.get(CaseDesk).claim(REACH, number, workOf(who), takeOver),
  release: (number: string, who = ANNA): Promise<CaseEntity> => service.get(CaseDesk).release(REACH, number, workOf(who)),
  note: (number: string, text: string, who = ANNA): Promise<CaseEntity> => service.get(CaseDesk).addNote(REACH, number, workOf(who), text),
  next: (who = ANNA): Promise<CaseEntity | null> => service.get(NextCase).take(REACH, workOf(who)),
  expire: (): Promise<number> => service.get(NextCase).expireClaims(),
  sendBack: (number: string, to: ReturnTarget, reason = 'Fel enhet', who = ANNA): Promise<CaseEntity> =>
    service.get(ReturnCase).sendBack(REACH, number, workOf(who), to, reason),
  grant: (number: string, units: string[] | null = null, { who = ANNA, more = false } = {}): Promise<Recorded> =>
    service.get(GrantService).grant(REACH, number, workOf(who), { units, more }),
  undo: (number: string, who = ANNA): Promise<Recorded> => service.get(GrantService).undo(REACH, number, workOf(who)),
  remove: (number: string, units: string[] | null = null, who = ANNA): Promise<Recorded> =>
    service.get(GrantService).remove(REACH, number, workOf(who), units),
  nothingGranted: (number: string): Promise<CaseEntity> => service.get(GrantService).confirmNothingGranted(REACH, number, workOf(ANNA)),
  done: (number: string, who = ANNA): Promise<CaseEntity> => service.get(GrantService).done(REACH, number, workOf(who)),
  inform: (): Promise<number> => service.get(InformService).informDue(),
  told: (hsaId: string, who = ANNA, municipality = 'berg'): Promise<void> =>
    service.get(InformService).confirm(REACH, { municipality, hsaId }, workOf(who)),
});

/** The stable code of what refuses. */
export const refusalOf = async (deed: Promise<unknown>): Promise<string> =>
  deed.then(
    () => 'nothing was refused',
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
