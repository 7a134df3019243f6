import { Attribute, Change, type Client } from 'ldapts';
import { AdCommand } from '../../src/commands/ad.command';
import { OTHER_UNIT, OUR_UNIT, Samba } from '../servers/samba';
import { type ComparisonJson, HEAL_ALL } from '../support/ad-scene';
import { adOn } from '../support/builders/ad-configuration';
import { hsaIdOf, inhabitant, inhabitants, NO_BRAKE } from '../support/builders/inhabitants';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, Samba as Active Directory. Faked: the clock.

jest.setTimeout(120_000);

let samba: Samba;
let service: TestService;
let hand: Client;
beforeAll(async () => {
  samba = await Samba.start();
});
beforeEach(async () => {
  hand = await samba.admin();
  service = await TestService.start({
    municipalities: [{ brake: NO_BRAKE }],
    configuration: { externalAd: { ...adOn(samba), drift: HEAL_ALL } },
  });
});
afterEach(() => service.close());
afterAll(() => samba.remove());

const compare = async (): Promise<ComparisonJson> => {
  const actor = { kind: 'command' as const, name: 'ad compare', systemUser: 'tester' };
  return (await service.get(AdCommand).compare({ heal: true, dryRun: false, actor })).json as ComparisonJson;
};
const kinds = ({ municipalities }: ComparisonJson): string[][] =>
  municipalities.flatMap(({ drifts }) => drifts.map(({ kind, hsaId = '', outcome }) => [kind, hsaId, outcome])).sort();

it('on a real domain controller everything that was done by hand is seen and mended, and then nothing is left to do', async () => {
  const people = inhabitants(7);
  await service.syncWith(people);
  await service.dispatch();
  await service.syncWith([...people.slice(0, 6), inhabitant(7, { roles: [] })]);
  await service.dispatch();
  expect(await compare()).toMatchObject({ status: 'completed', compared: 7, municipalities: [{ drifts: [] }, { drifts: [] }] });
  expect(await compare()).toMatchObject({ read: 0 });

  const names = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(async (number) => (await service.account(hsaIdOf(number))).accountName));
  const dn = (number: number): string => `CN=${names[number - 1]!},OU=berg,${OUR_UNIT}`;
  const replace = (number: number, type: string, value: string) =>
    hand.modify(dn(number), new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) }));
  const member = new Attribute({ type: 'member', values: [dn(5)] });
  await replace(1, 'title', 'Chef');
  await hand.del(dn(2));
  await hand.modifyDN(dn(3), `CN=Anna Andersson,OU=berg,${OUR_UNIT}`);
  await hand.modifyDN(dn(4), `CN=${names[3]!},${OTHER_UNIT}`);
  await hand.modify(`CN=Tillträde berg,OU=Grupper,${OUR_UNIT}`, new Change({ operation: 'delete', modification: member }));
  await replace(7, 'userAccountControl', '262656');

  expect(kinds(await compare())).toEqual([
    ['ad-drift-changed', hsaIdOf(1), 'healed'],
    ['ad-drift-enabled', hsaIdOf(7), 'healed'],
    ['ad-drift-group-removed', hsaIdOf(5), 'healed'],
    ['ad-drift-missing', hsaIdOf(2), 'healed'],
    ['ad-drift-moved', hsaIdOf(3), 'healed'],
    ['ad-drift-moved', hsaIdOf(4), 'beyond'],
  ]);
  await service.dispatch();
  expect(kinds(await compare())).toEqual([['ad-drift-moved', hsaIdOf(4), 'beyond']]);
  await hand.modifyDN(`CN=${names[3]!},${OTHER_UNIT}`, dn(4));
  expect(kinds(await compare())).toEqual([]);
  expect(await compare()).toMatchObject({ status: 'completed', read: 0 });
  expect(await service.findings('ad-drift-moved')).toEqual([]);
});
