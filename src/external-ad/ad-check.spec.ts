import { type AdFacts, adRows, type AttributeFacts, type ControllerFacts, controllerRows } from './ad-check';

const settings = { pageSize: 500, hsaIdAttribute: 'employeeNumber', markAttribute: 'adminDescription', mark: 'Tillträde' };
const text: AttributeFacts = { isSingleValued: true, rangeUpper: 512, isText: true, isIndexed: true };
const well: AdFacts = {
  isEncrypted: true,
  otherDomain: null,
  rights: { cannotCreate: [], cannotWrite: [], mayCreateAtRoot: false },
  maxPageSize: 1000,
  hsaId: text,
  mark: text,
};
const rights = (change: Partial<NonNullable<AdFacts['rights']>>): Partial<AdFacts> => ({ rights: { ...well.rights!, ...change } });

it('says of a well kept AD that everything is well', () => {
  const rows = adRows(well, settings);
  expect(rows).toHaveLength(9);
  expect(rows.filter(({ ok }) => ok !== true)).toEqual([]);
});

it.each<[what: string, Partial<AdFacts>, ok: false | 'warning', detail: RegExp]>([
  ['no encryption', { isEncrypted: false }, false, /inte krypterad/],
  ['another domain', { otherDomain: 'DC=ad,DC=example,DC=se' }, false, /inte domänens/],
  ['no OU', { rights: null }, false, /finns inte/],
  ['some not to be made', rights({ cannotCreate: ['user', 'organizationalUnit'] }), false, /skapa användare och organisationsenheter i/],
  ['an attribute not to be written', rights({ cannotWrite: ['mail', 'member'] }), false, /skriva mail och member$/],
  ['nothing of ours yet', rights({ cannotWrite: null }), 'warning', /eget konto/],
  ['too many rights', rights({ mayCreateAtRoot: true }), 'warning', /domänens rot/],
  ['smaller pages', { maxPageSize: 499 }, 'warning', /500.*499/],
  ['an unknown page size', { maxPageSize: null }, 'warning', /går inte att läsa/],
  ['no attribute for the HSA-id', { hsaId: null }, false, /finns inte i AD:s schema/],
  ['several HSA-ids', { hsaId: { ...text, isSingleValued: false } }, false, /flera värden/],
  ['an HSA-id cut short', { hsaId: { ...text, rangeUpper: 30 } }, false, /30 tecken; 31/],
  ['an HSA-id that is no text', { hsaId: { ...text, isText: false } }, false, /inte text/],
  ['an HSA-id that is looked for without an index', { hsaId: { ...text, isIndexed: false } }, 'warning', /saknar index/],
  ['one that is no text besides', { hsaId: { ...text, isText: false, isIndexed: false } }, false, /inte text/],
  ['no attribute for the mark', { mark: null }, false, /finns inte i AD:s schema/],
  ['a mark cut short', { mark: { ...text, rangeUpper: 8 } }, false, /8 tecken; 9/],
  ['a mark that is no text', { mark: { ...text, isText: false } }, false, /inte text/],
])('%s: one row says so, and how to mend it', (_what, change, ok, detail) => {
  const wrong = adRows({ ...well, ...change }, settings).filter((row) => row.ok !== true);
  expect(wrong).toEqual([
    { name: expect.stringMatching(/^AD: /), ok, detail: expect.stringMatching(detail), remedy: expect.stringMatching(/\.$/) },
  ]);
});

it.each<[what: string, Partial<AdFacts>]>([
  ['pages as large as AD gives', { maxPageSize: 500 }],
  ['an HSA-id that just fits, or without a limit', { hsaId: { ...text, rangeUpper: 31 }, mark: { ...text, rangeUpper: null } }],
  ['a mark that is one of several values', { mark: { ...text, isSingleValued: false } }],
  ['a mark without an index', { mark: { ...text, isIndexed: false } }],
])('%s: well', (_what, change) => {
  expect(adRows({ ...well, ...change }, settings).filter(({ ok }) => ok !== true)).toEqual([]);
});

const usable = (aheadMs = 0): ControllerFacts => ({ server: 'dc1:636', refused: null, aheadMs });
const down: ControllerFacts = { server: 'dc2:636', refused: 'Nere.', aheadMs: 0 };

it.each<[ControllerFacts[], (boolean | 'warning')[]]>([
  [[usable()], [true, true]],
  [[down], [false]],
  [
    [usable(), down],
    [true, true, 'warning'],
  ],
  [
    [down, usable()],
    ['warning', true, true],
  ],
  [[usable(60_000)], [true, true]],
  [[usable(-60_001)], [true, 'warning']],
  [[usable(299_999)], [true, 'warning']],
  [[usable(-300_000)], [true, false]],
])('judges controllers %j', (controllers, expected) => {
  const rows = controllerRows(controllers);
  expect(rows.map(({ ok }) => ok)).toEqual(expected);
  for (const { ok, remedy } of rows) expect(ok === true).toBe(remedy === undefined);
});

it('tells which way a clock is wrong', () => {
  const clock = (aheadMs: number) => controllerRows([usable(aheadMs)])[1]?.detail;
  expect([clock(90_000), clock(-90_000)]).toEqual(['dc1:636 går 90 s före den här', 'dc1:636 går 90 s efter den här']);
});
