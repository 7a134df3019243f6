import { SignOnScreen } from '../../src/agreements/sign-on-screen.service';
import { textHash } from '../../src/agreements/agreement-text';
import type { Principal } from '../../src/auth/principal';
import {
  addTemplate,
  agreementsOf,
  aPaper,
  aText,
  correct,
  MORNING,
  refusalOf,
  register,
  userOf,
  withdraw,
} from '../support/agreement-scene';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on each database. Faked: the clock, and that the user has logged in.

const login = { kind: 'oidc', issuer: 'https://idp.example.se', clientId: 'tilltrade' };
const TEXT = aText('Jag har läst.');
const machine: Principal = { kind: 'machine', keyId: 'k1', name: 'Ett system', permissions: ['agreements:read'], municipalities: null };

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({ now: MORNING, configuration: { login, agreements: { validMonths: 12 } } });
    await service.syncWith([...inhabitants(2), inhabitant(4, { classes: ['hsaConfidentialPerson'] })]);
    await addTemplate(service);
  });
  afterEach(() => service.close());

  const read = (principal: Principal = userOf(1)) => service.get(SignOnScreen).read(principal);
  const sign = (principal: Principal = userOf(1), more = {}) =>
    service.get(SignOnScreen).sign(principal, { templateVersion: '1', textHash: textHash(TEXT), ...more }, 'trace-2');
  const stage = async (who: number) => (await service.account(hsaIdOf(who))).stage;

  it('a user reads the exact text, signs it, and may be granted', async () => {
    const mine = await read();
    expect(mine).toMatchObject({ hsaId: hsaIdOf(1), status: 'missing', agreement: null, maySign: true });
    expect(mine.template).toMatchObject({ version: '1', text: TEXT, textHash: textHash(TEXT), isCurrent: true });
    const { template } = mine;
    expect(await sign(userOf(1), { templateVersion: template!.version, textHash: template!.textHash })).toMatchObject({
      ...{ source: 'on-screen', templateVersion: '1', textHash: textHash(TEXT), signedOn: '2026-11-21', receivedOn: '2026-11-21' },
      ...{ signedAt: service.clock.now(), acr: 'http://id.sambi.se/loa/loa3', validTo: '2027-11-21', status: 'valid', receiver: null },
    });
    expect(await stage(1)).toBe('agreement-received');
    expect(await read()).toMatchObject({ status: 'valid', agreement: { version: '1', source: 'on-screen', validTo: '2027-11-21' } });
    const [row] = (await service.auditRows()).filter(({ action }) => action === 'agreement-signed');
    expect(row).toMatchObject({ actorKind: 'person', actorName: hsaIdOf(1), subject: hsaIdOf(1).toLowerCase(), traceId: 'trace-2' });
    expect(await service.auditProblems()).toEqual([]);
  });

  it('one click twice, or four at once, is one signature', async () => {
    const signed = await Promise.all(Array.from({ length: 4 }, () => sign()));
    service.clock.advance(60_000);
    expect(new Set([...signed, await sign()].map(({ id }) => id)).size).toBe(1);
    expect(await agreementsOf(service, 1)).toHaveLength(1);
    expect((await service.auditRows()).filter(({ action }) => action === 'agreement-signed')).toHaveLength(1);
  });

  it('signed again another day, it holds from then', async () => {
    await sign();
    service.travelTo('2027-10-01T08:00:00.000Z');
    expect(await sign()).toMatchObject({ signedOn: '2027-10-01', validTo: '2028-10-01' });
    expect(await agreementsOf(service, 1)).toHaveLength(2);
  });

  it('signed, withdrawn and signed again on a day, it holds', async () => {
    await sign();
    service.clock.advance(60_000);
    await withdraw(service, 1);
    expect(await read()).toMatchObject({ status: 'withdrawn' });
    service.clock.advance(60_000);
    await sign();
    expect(await read()).toMatchObject({ status: 'valid' });
    expect(await agreementsOf(service, 1)).toHaveLength(2);
  });

  it.each<[string, string, () => Principal, object]>([
    ['a program', 'not-a-person', () => machine, {}],
    ['a lower level of assurance', 'level-too-low', () => userOf(1, { acr: 'http://id.sambi.se/loa/loa2' }), {}],
    ['no level of assurance', 'level-too-low', () => userOf(1, { acr: null }), {}],
    ['somebody who is in no catalogue', 'not-in-directory', () => userOf(77), {}],
    ['another text', 'text-changed', () => userOf(1), { textHash: textHash(aText('Jag har inte läst.')) }],
    ['a hash of nothing', 'text-changed', () => userOf(1), { textHash: '' }],
    ['another version', 'text-changed', () => userOf(1), { templateVersion: '2' }],
  ])('%s does not sign: %s', async (_what, code, principal, more) => {
    expect(await refusalOf(sign(principal(), more))).toBe(code);
    expect(await agreementsOf(service, 1)).toEqual([]);
    expect(await stage(1)).toBe('account-ready');
  });

  it('a text that was exchanged while it was read is not signed', async () => {
    const { template } = await read();
    service.travelTo('2026-11-22T08:00:00.000Z');
    await addTemplate(service, { version: '2', effectiveFrom: '2026-11-22', text: aText('Jag har läst mer.') });
    expect(await refusalOf(sign(userOf(1), { textHash: template!.textHash }))).toBe('text-changed');
    expect((await read()).template).toMatchObject({ version: '2' });
  });

  it('nobody signs where no version is in force', async () => {
    const other = await service.beside();
    try {
      await other.syncWith(inhabitants(1));
      expect(await other.get(SignOnScreen).read(userOf(1))).toMatchObject({ template: null, status: 'missing' });
      expect(await refusalOf(other.get(SignOnScreen).sign(userOf(1), { templateVersion: '1', textHash: '' }, 't'))).toBe(
        'no-template-in-force',
      );
    } finally {
      await other.close();
    }
  });

  it('a protected person signs like others', async () => {
    expect(await sign(userOf(4))).toMatchObject({ isProtected: true, receiver: null, status: 'valid' });
    expect(await read(userOf(4))).toMatchObject({ status: 'valid' });
  });

  it('what was signed on screen is not corrected, and a paper beside it is another agreement', async () => {
    const { id } = await sign();
    expect(await refusalOf(correct(service, id))).toBe('signed-on-screen');
    service.clock.advance(1000);
    await register(service, aPaper(1));
    expect(await agreementsOf(service, 1)).toHaveLength(2);
    expect(await read()).toMatchObject({ agreement: { source: 'on-screen' } });
  });

  it('in a demonstration anybody signs as who they are, and where nobody logs in nobody does', async () => {
    await service.restart({ configuration: { login: { kind: 'demo', people: [{ hsaId: hsaIdOf(1), name: 'Person 1' }] } } });
    expect(await sign(userOf(1, { acr: null }))).toMatchObject({ acr: null, status: 'valid' });
    await service.restart({ configuration: {} });
    expect(await refusalOf(sign(userOf(2)))).toBe('level-too-low');
    expect(await read(userOf(2))).toMatchObject({ maySign: false });
  });
});
