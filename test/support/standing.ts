import { HoldEntity } from '../../src/access/hold.entity';
import { hsaIdKey } from '../../src/people/hsa-id';
import { PeopleRepository } from '../../src/people/people.repository';
import { PersonEntity } from '../../src/people/person.entity';
import { MunicipalityStateEntity } from '../../src/reconciliation/run.entity';
import type { TestService } from './service';

/** Of a person's own history: a service that reads the catalogue for the first time cannot know. */
const OF_HISTORY = new Set(['identity-changed', 'absence-unproven', 'access-without-order', 'same-human']);

/** Whom to leave out, by HSA-id key; in findings also where it is no HSA-id. */
interface LeftOut {
  /** Their accounts and what is known of them. */
  people: ReadonlySet<string>;
  /** What is found of their entries. */
  findings: ReadonlySet<string>;
}

const NOBODY: LeftOut = { people: new Set(), findings: new Set() };

/**
 * How everybody stands who is there, as it follows from the catalogue alone: the same however many reads led to it. Left
 * out are dates, leavers, and personnummer, which are remembered when a catalogue no longer shows them.
 */
export async function standing(service: TestService, leftOut: LeftOut = NOBODY) {
  const readings = service.get(PeopleRepository);
  const rows = (await peopleOf(service)).filter(({ hsaIdKey }) => !leftOut.people.has(hsaIdKey));
  const there = rows.filter((row) => row.state !== 'absent' && (row.hasSystemRole || row.nearMiss !== null) && !isLookedUp(row));
  const present = new Set(there.filter(({ state }) => state === 'present').map(({ hsaIdKey: key }) => key));
  const states = await service.dataSource.manager.find(MunicipalityStateEntity, { order: { code: 'ASC' } });
  return {
    accounts: (await service.accounts())
      .filter(({ hsaId, enabled }) => enabled && present.has(hsaIdKey(hsaId)))
      .map(({ hsaId, accountName, userPrincipalName, dn, desired, stage }) => ({
        ...{ hsaId, accountName, userPrincipalName, dn, desired, stage },
      })),
    people: there.map((row) => {
      const { person, since: _since, ...reading } = readings.readingOf(row);
      const { hsaId, mark, isProtected, state } = row;
      return { hsaId, mark, isProtected, ...reading, person: state === 'present' ? { ...person, personalNumberHash: null } : null };
    }),
    findings: (await service.findings())
      .filter(({ kind, hsaId = '' }) => !OF_HISTORY.has(kind) && !leftOut.findings.has(hsaIdKey(hsaId)))
      .map(({ since: _since, ...finding }) => finding),
    memory: states.map(({ code, catalogueMemory }) => ({ code, catalogueMemory })),
  };
}

/**
 * Compares with a service that reads the same catalogue for the first time, all of it: but for people who are frozen and
 * so stand as they did before, and, where near misses have not been read, for those.
 */
export async function expectToStandAsNew(service: TestService, { nearMisses = true } = {}): Promise<void> {
  const fresh = await service.beside();
  try {
    expect(await fresh.syncFull()).toMatchObject({ status: 'completed' });
    const unread = nearMisses ? new Set<string>() : new Set((await Promise.all([service, fresh].map(nearMissesOf))).flat());
    const frozen = (await service.accounts()).filter(({ stage }) => stage === 'held').map(({ hsaId }) => hsaIdKey(hsaId));
    const held = (await service.dataSource.manager.find(HoldEntity)).map(({ hsaIdKey: key }) => key);
    const leftOut = { people: new Set([...frozen, ...held, ...unread]), findings: unread };
    expect(await standing(service, leftOut)).toEqual(await standing(fresh, leftOut));
  } finally {
    await fresh.close();
  }
}

/** An HSA-id with a blank in it is nobody's, but to those who know whom to look for. */
const isLookedUp = ({ problems }: PersonEntity): boolean => JSON.stringify(problems).includes('"hsa-id-blanks"');

const peopleOf = (service: TestService): Promise<PersonEntity[]> =>
  service.dataSource.manager.find(PersonEntity, { order: { hsaIdKey: 'ASC' } });

const nearMissesOf = async (service: TestService): Promise<string[]> => [
  ...(await peopleOf(service)).filter(({ nearMiss }) => nearMiss !== null).map(({ hsaIdKey: key }) => key),
  ...(await service.findings('system-role-near-miss')).map(({ hsaId = '' }) => hsaIdKey(hsaId)),
];
