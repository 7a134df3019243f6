import { aGrant, anAccount, anAgreement, anOrder, aReading, someFacts } from '../../test/support/builders/facts';
import type { AccessFacts } from '../access/facts';
import { type Link, LINKS } from './links';
import { type LinkedRow, trailLinks } from './trail-links';

const OPEN = { systemRole: 'RJH;LINK', isProtected: false };
const placed: LinkedRow = {
  at: '2026-11-01T09:00:00.000Z',
  action: 'order-placed',
  actor: { name: 'SE2120002502-CHEF', role: 'manager' },
  facts: { order: anOrder(), grants: [] },
};
const written: LinkedRow = {
  at: '2026-11-02T08:15:00.000Z',
  action: 'account-applied',
  actor: { name: 'dispatch-ad' },
  account: { effect: 'applied', steps: ['create'] },
};
const withoutRole: LinkedRow = { ...placed, actor: { name: 'order import' } };

const linkOf = (link: Link, facts: AccessFacts, rows: LinkedRow[] = [], context = OPEN) =>
  trailLinks(facts, rows, context).find((one) => one.link === link);

describe('trailLinks', () => {
  it('names every link in its order, also where nothing is known', () => {
    const links = trailLinks(someFacts({ hsa: null }), [], OPEN);
    expect(links.map(({ link }) => link)).toEqual(LINKS);
    expect(links.map(({ holds }) => holds)).toEqual(LINKS.map(() => false));
    expect(links.every(({ text }) => text !== '')).toBe(true);
  });

  it.each<[string, Link, Partial<AccessFacts>, LinkedRow[], boolean, object]>([
    ['an order', 'order', { order: anOrder() }, [], true, { evidence: { number: 'B2026-00001', cosmicRole: 'SSK' } }],
    ['an ended order', 'order', { order: anOrder({ state: 'ended' }) }, [], false, {}],
    ['who placed it', 'authority', { order: anOrder() }, [placed], true, { by: 'SE2120002502-CHEF', evidence: { role: 'manager' } }],
    ['who placed it without a role', 'authority', { order: anOrder() }, [withoutRole], false, { by: 'order import' }],
    ['an order that the trail does not know', 'authority', { order: anOrder({ number: 'B2' }) }, [placed], false, { by: null }],
    [
      'a readable entry',
      'directory',
      {},
      [],
      true,
      { evidence: { systemRole: 'RJH;LINK', stamp: '20261101120000.000000Z#000000#000#000000' } },
    ],
    ['an entry without the role', 'directory', { hsa: aReading({ hasSystemRole: false }) }, [], false, { evidence: { systemRole: null } }],
    ['a refused entry', 'directory', { hsa: aReading({ state: 'refused' }) }, [], false, {}],
    [
      'an applied account',
      'account',
      { account: anAccount() },
      [written],
      true,
      { by: 'dispatch-ad', evidence: { lastWrite: { result: 'applied' } } },
    ],
    ['an account that waits', 'account', { account: anAccount({ desiredVersion: 2 }) }, [], false, { evidence: { lastWrite: null } }],
    [
      'a refused account',
      'account',
      { account: anAccount({ refused: { code: 'no-rights', since: 'x' } }) },
      [],
      false,
      { evidence: { refused: 'no-rights' } },
    ],
    ['an agreement', 'agreement', { agreement: anAgreement() }, [], true, { evidence: { version: '3', receivedOn: '2026-11-05' } }],
    ['a withdrawn agreement', 'agreement', { agreement: anAgreement({ withdrawnAt: 'x' }) }, [], false, {}],
    [
      'a grant',
      'grant',
      { grants: [aGrant()] },
      [],
      true,
      { by: 'Servicecenter', evidence: { grants: [{ unitHsaId: 'SE2120002502-00N1' }] } },
    ],
    ['a removed grant', 'grant', { grants: [aGrant({ removedAt: 'x' })] }, [], false, { at: 'x' }],
    ['a grant that nobody was told of', 'information', { grants: [aGrant()] }, [], false, {}],
    ['a grant that somebody was told of', 'information', { grants: [aGrant({ informedAt: 'x' })] }, [], true, { at: 'x' }],
    ['a removed grant that somebody was told of', 'information', { grants: [aGrant({ informedAt: 'x', removedAt: 'y' })] }, [], false, {}],
  ])('%s', (_case, link, facts, rows, holds, shown) => {
    expect(linkOf(link, someFacts(facts), rows)).toMatchObject({ link, holds, ...shown });
  });

  it('tells of a protected person neither DN nor unit', () => {
    const links = trailLinks(someFacts({ grants: [aGrant()], account: anAccount() }), [], { ...OPEN, isProtected: true });
    expect(JSON.stringify(links)).not.toMatch(/Öberg|Hemtjänst|00N1/);
    expect(links.find(({ link }) => link === 'directory')?.evidence).toMatchObject({ dn: null, systemRole: 'RJH;LINK' });
  });
});
