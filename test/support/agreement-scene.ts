import type { AgreementView } from '../../src/agreements/agreement.view';
import { Agreements } from '../../src/agreements/agreements.service';
import type { Doer } from '../../src/agreements/doer';
import { type Correction, type NewRegistration, RegisterAgreement } from '../../src/agreements/register-agreement.service';
import { AgreementTemplates, type NewTemplate } from '../../src/agreements/templates.service';
import type { Reach } from '../../src/auth/reach';
import type { PersonPrincipal } from '../../src/auth/principal';
import { hsaIdKey } from '../../src/people/hsa-id';
import { Refusal } from '../../src/platform/refusal';
import { hsaIdOf } from './builders/inhabitants';
import type { TestService } from './service';

/** Morning of a day in November. */
export const MORNING = '2026-11-21T08:00:00.000Z';
export const SERVICE_DESK: Doer = {
  actor: { kind: 'person', name: 'SE2120002502-DESK', systemUser: null, role: 'service-desk' },
  traceId: 'trace-1',
};
export const EVERYWHERE: Reach = ['berg', 'are'].map((municipality) => ({ municipality, unit: null }));

/** A text of few words. */
export const aText = (words: string): string => `# Ansvars- och sekretessförbindelse\n\n${words}\n`;

export const addTemplate = (service: TestService, more: Partial<NewTemplate> = {}) =>
  service
    .get(AgreementTemplates)
    .add(
      EVERYWHERE,
      { version: '1', text: aText('Jag har läst.'), effectiveFrom: '2026-01-01', signFrom: null, ...more },
      SERVICE_DESK.actor,
      'trace-0',
    );

/** @param who number of the inhabitant */
export const aPaper = (who: number, more: Partial<NewRegistration> = {}): NewRegistration => ({
  whom: { hsaId: hsaIdOf(who) },
  templateVersion: '1',
  signedOn: '2026-11-03',
  receivedOn: '2026-11-05',
  registryNumber: null,
  scan: null,
  ...more,
});

export const register = (service: TestService, paper: NewRegistration, reach = EVERYWHERE): Promise<AgreementView> =>
  service.get(RegisterAgreement).register(reach, paper, SERVICE_DESK);

export const correct = (service: TestService, id: string, more: Partial<Correction> = {}): Promise<AgreementView> => {
  const { whom: _whom, ...paper } = aPaper(1);
  return service.get(RegisterAgreement).correct(EVERYWHERE, { ...paper, id, version: null, reason: 'Fel dag', ...more }, SERVICE_DESK);
};

export const withdraw = (service: TestService, who: number, reason = 'Har bytt uppdrag'): Promise<AgreementView> =>
  service.get(RegisterAgreement).withdraw(EVERYWHERE, { hsaId: hsaIdOf(who) }, reason, SERVICE_DESK);

/** All registrations of somebody, newest first. */
export const agreementsOf = async (service: TestService, who: number): Promise<AgreementView[]> =>
  (await service.get(Agreements).list(EVERYWHERE, { hsaId: hsaIdOf(who), limit: 100 }, SERVICE_DESK)).items;

/** The code of the refusal that this ends in; `null` where it does well. */
export const refusalOf = (work: Promise<unknown>): Promise<string | null> =>
  work.then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );

/** Somebody who has logged in, as themselves. */
export const userOf = (who: number, more: Partial<PersonPrincipal> = {}): PersonPrincipal => ({
  kind: 'person',
  hsaId: hsaIdOf(who),
  hsaIdKey: hsaIdKey(hsaIdOf(who)),
  name: `Person ${who}`,
  acr: 'http://id.sambi.se/loa/loa3',
  loggedInAt: MORNING,
  roles: [],
  ...more,
});
