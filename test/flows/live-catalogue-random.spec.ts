import fc from 'fast-check';
import { hsaIdOf, NO_BRAKE } from '../support/builders/inhabitants';
import { IDENTITY_CHANGES, PERSON_CHANGES } from '../support/catalogue-changes';
import { onEachDatabase } from '../support/each-database';
import { LiveCatalogue, town, townCommission, townsman, UNITS } from '../support/live-catalogue';
import { TestService } from '../support/service';
import { expectToStandAsNew } from '../support/standing';

// Real: the whole service on an SQLite file, slapd, TLS. Faked: the service's clock. Made up: what happens (fast-check).

/** Many runs in one test. */
const PATIENCE_MS = 60_000;
const PEOPLE = 8;

interface Happening {
  kind: string;
  number: number;
  /** Makes two of a kind different. */
  value: number;
}

type Deed = (catalogue: LiveCatalogue, number: number, value: number) => Promise<void>;

/** What undoes other changes, or can be done to units and commissions over and over. */
const MORE: Record<string, Deed> = {
  'the HSA-id right again': (catalogue, number) => catalogue.set(`p${number}`, { hsaIdentity: hsaIdOf(number) }),
  'no dates': (catalogue, number) => catalogue.set(`p${number}`, { startDate: [], endDate: [] }),
  'another name': (catalogue, number, value) => catalogue.rename(`p${number}`, `cn=Namn ${number}-${value}`),
  'a unit renamed': (catalogue, number, value) => catalogue.rename(unit(number), `ou=${unit(number)} ${value}`),
  'a unit changed': (catalogue, number, value) => catalogue.set(unit(number), { hsaIdentity: `SE2120002502-E${number}${value}` }),
  'other members': (catalogue, number, value) =>
    catalogue.set('uppdragA', { hsaCommissionMember: [number, PEOPLE + value].map((one) => hsaIdOf(one)) }),
  'a member by name': async (catalogue, number) =>
    catalogue.set('uppdragA', { hsaCommissionMember: [await catalogue.dnOf(`p${number}`), hsaIdOf(1)] }),
  'another purpose': (catalogue, _number, value) => catalogue.set('uppdragA', { hsaCommissionPurpose: `Syfte ${value}` }),
  'a commission moved': (catalogue, number) => catalogue.move('uppdragA', unit(number)),
};

const unit = (number: number): string => Object.keys(UNITS)[number % 3] ?? '';

/** Two with one HSA-id have tests of their own. */
const KINDS = Object.keys(PERSON_CHANGES).filter((kind) => kind !== 'a second entry with the HSA-id');
const SWAPS = Object.keys(IDENTITY_CHANGES);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constantFrom(...KINDS, ...Object.keys(MORE)),
      number: fc.integer({ min: 1, max: PEOPLE }),
      value: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom(...SWAPS), number: fc.constantFrom(1, 2), value: fc.constant(1) }) },
);
/** What happens between one run and the next, a few times over. */
const history = fc.array(fc.array(happening, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 });

/** What cannot happen as things are does not. */
async function happen(catalogue: LiveCatalogue, { kind, number, value }: Happening): Promise<void> {
  const isThere = await catalogue.has(`p${number}`);
  const { given, change } = { ...PERSON_CHANGES, ...IDENTITY_CHANGES }[kind] ?? {};
  if (change && isThere === (given === null)) return;
  if (!change && !isThere) return;
  await (change ?? MORE[kind]!)(catalogue, number, value);
}

onEachDatabase(() => {
  it(
    'whatever happens between runs, in whatever order, reading what moved comes to the same as reading everything',
    async () => {
      const catalogue = await LiveCatalogue.start([]);
      try {
        await fc.assert(
          fc.asyncProperty(history, async (rounds) => {
            await catalogue.replace(
              town(...Array.from({ length: PEOPLE }, (_, index) => townsman(index + 1)), townCommission('A', [hsaIdOf(1)])),
            );
            const service = await TestService.start({ municipalities: [{ slapd: catalogue.slapd, brake: NO_BRAKE }] });
            try {
              await service.sync();
              for (const round of rounds) {
                for (const one of round) await happen(catalogue, one);
                const run = await service.sync();
                expect(run.status).toBe('completed');
                expect(run.mode).toBe('changes');
                await expectToStandAsNew(service, { nearMisses: false });
              }
              const accounts = JSON.stringify(await service.accounts());
              expect(await service.syncFull()).toMatchObject({ mode: 'full', created: 0, changed: 0, ended: 0, reinstated: 0 });
              expect(JSON.stringify(await service.accounts())).toBe(accounts);
              await expectToStandAsNew(service);
            } finally {
              await service.close();
            }
          }),
          { numRuns: 10 },
        );
      } finally {
        await catalogue.remove();
      }
    },
    PATIENCE_MS,
  );
});
