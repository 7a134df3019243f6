import { MailEntity } from '../../src/notifications/outbox.entity';
import { api } from './api';
import { hsaIdOf, inhabitant, inhabitants, type MunicipalityCode } from './builders/inhabitants';
import { heldRole, person } from './builders/principal';
import { TestService } from './service';

/** Two municipalities with something of everything: `berg` is one's own, `are` the foreign one. */
export interface ApiWorld {
  service: TestService;
  /**
   * Parts of addresses that lead to something in `berg`, by the beginning of the route's path. Where none is named here a
   * route's own sample stands in, which leads to nothing.
   */
  existing: Record<string, Record<string, string>>;
  /** What tells of `berg` or its people: never in an answer to somebody who reaches only `are`. */
  marks: RegExp;
}

const PEOPLE = 20;

/** Of each municipality: people, one of them protected, cases and mails, findings, and a halted plan that five of them are in. */
async function settle(service: TestService, code: MunicipalityCode): Promise<string> {
  const isProtected = inhabitant(PEOPLE + 1, { code, classes: ['hsaConfidentialPerson'] });
  await service.syncWith([...inhabitants(PEOPLE, { code }), isProtected], code);
  const { runId, status } = await service.syncWith([...inhabitants(PEOPLE - 5, { code }, 6), isProtected], code);
  if (status !== 'halted') throw new Error(`The run was to be halted, and is ${status}`);
  return runId;
}

export async function apiWorld(): Promise<ApiWorld> {
  const service = await TestService.start({
    http: true,
    municipalities: [{ code: 'berg' }, { code: 'are' }],
    configuration: { api: { requestsPerMinute: 1_000_000 }, releases: { persons: 2 } },
  });
  await settle(service, 'are');
  const run = await settle(service, 'berg');
  const mail = await service.dataSource.manager.findOneByOrFail(MailEntity, { municipality: 'berg' });
  const operator = api(service).as(person(heldRole('operator')));
  const made = async (path: string, body: object): Promise<{ id: string }> => {
    const { status, body: answer } = await operator.post(path).send(body);
    if (status !== 201) throw new Error(`${path} answered ${status}`);
    return { id: (answer as { id: string }).id };
  };
  const reason = 'Finns för att någon annan inte ska se det';
  const key = { name: 'Statistik', permissions: ['findings:read'], municipalities: ['berg'], to: '2027-01-31', reason };
  return {
    service,
    existing: {
      '/api/v1/runs/:id': { id: run },
      '/api/v1/mails/:id': { id: mail.id },
      '/api/v1/people/:hsaId': { hsaId: hsaIdOf(7) },
      '/api/v1/roles/:id': await made('/api/v1/roles', { hsaId: 'SE2120002502-R1', role: 'auditor', municipality: 'berg', reason }),
      '/api/v1/api-keys/:id': await made('/api/v1/api-keys', key),
    },
    marks: /SE2120002502|Bergs kommun|"berg["-]/i,
  };
}
