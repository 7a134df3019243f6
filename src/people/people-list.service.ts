import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { assess } from '../access/assess';
import { accessPolicy } from '../access/decision-context';
import type { AccessFacts } from '../access/facts';
import { FactsRepository } from '../access/facts.repository';
import type { Stage } from '../access/stages';
import { AuditReads, type Reader } from '../audit/audit-reads.service';
import { municipalitiesOf, type Reach } from '../auth/reach';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { Cursors } from '../platform/cursors.service';
import type { Page, PageRequest } from '../platform/paging';
import { Refusal } from '../platform/refusal';
import type { Instant } from '../platform/time';
import { displayNameOf } from '../service-desk/case-changes';
import { followUpRefusals } from '../texts/follow-up-refusals';
import { refusalTexts } from '../texts/refusals';
import { blockerText, ownerText, stageText } from '../texts/sv/access';
import { peopleTexts } from '../texts/sv/people';
import { hsaIdKey } from './hsa-id';
import { type FoundPerson, PeopleScans } from './people-scan.repository';
import { type PeopleArea, peopleScans, type PeopleScan, scanName } from './people-scans';
import { holdsPersonalNumber } from './personal-number-in-text';

export interface PeopleQuery extends PageRequest {
  municipality?: string | undefined;
  /** HSA-id: the unit with all below it. */
  unit?: string | undefined;
  stage?: Stage | undefined;
  /** The beginning of a surname, a given name or an HSA-id. */
  text?: string | undefined;
}

export interface ListedPerson {
  hsaId: string;
  municipality: string;
  isProtected: boolean;
  /** Says only that there is one, where it may not be shown. */
  name: string;
  unit: { hsaId: string | null; name: string } | null;
  stage: Stage;
  stageText: string;
  grantable: boolean;
  /** The first in the way; null: nothing is. */
  blocker: { reason: string; text: string; owner: string; ownerText: string; since: string | null } | null;
}

const LIST = 'people by name';

/** A scan, and the last key in it that was looked at; empty: none yet. */
interface Place {
  scan: number;
  after: string;
}

/** Of those whose stage is asked for, how many are looked at for one page: a stage is not stored but follows from the facts. */
const LOOKED_AT = 1000;
const CHUNK = 250;

/** Lists and finds people within somebody's reach. A list shows details, so it leaves an audit row that names whose. */
@Injectable()
export class PeopleList {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly scans: PeopleScans,
    private readonly facts: FactsRepository,
    private readonly reads: AuditReads,
    private readonly cursors: Cursors,
  ) {}

  /**
   * People by municipality and name, units one after the other; protected people come last, without a name, and not at
   * all to somebody whose reach is a unit. With a stage a page may hold few, or nobody, and the list go on all the same.
   * @throws Refusal for a cursor that is none, or a personnummer
   */
  async list(reach: Reach, query: PeopleQuery, reader: Reader): Promise<Page<ListedPerson>> {
    const { text, stage, after } = query;
    if (text !== undefined && holdsPersonalNumber(text)) {
      throw new Refusal('personal-number-in-search', 400, followUpRefusals['personal-number-in-search']);
    }
    const wanted = text?.trim() ?? '';
    const scans = peopleScans(await this.areas(reach, query), wanted === '' ? null : wanted);
    const page = await this.page(scans, this.placeOf(scans, after), query);
    const asked = { municipality: query.municipality, unit: query.unit, stage, text };
    const shown = page.items.map(({ municipality, hsaId }) => `${municipality} ${hsaIdKey(hsaId)}`);
    const municipalities = [...new Set(scans.map(({ municipality }) => municipality))];
    const municipality = municipalities.length === 1 ? (municipalities[0] ?? null) : null;
    await this.reads.read(reader, { action: 'people-listed', municipality, subject: null, payload: { asked, shown } });
    return page;
  }

  private async areas(reach: Reach, { municipality, unit }: PeopleQuery): Promise<PeopleArea[]> {
    const { manager } = this.dataSource;
    const areas: PeopleArea[] = [];
    for (const code of municipalitiesOf(reach).filter((one) => municipality === undefined || one === municipality)) {
      const configured = this.configured(code);
      if (!configured) continue;
      const units = reach.filter((area) => area.municipality === code).map((area) => area.unit);
      const within = units.includes(null)
        ? null
        : await this.scans.placesOf(
            manager,
            code,
            units.filter((one) => one !== null),
          );
      const asked = unit === undefined ? null : await this.scans.placesOf(manager, code, [hsaIdKey(unit)]);
      const places = within && asked ? asked.filter((place) => within.includes(place)) : (within ?? asked);
      areas.push({ municipality: code, hsaIdPrefixes: configured.hsaIdPrefixes, places });
    }
    return areas;
  }

  /** Where the page begins. A scan that is not there any more is another list's. */
  private placeOf(scans: readonly PeopleScan[], after: string | undefined): Place {
    const [name, key] = this.cursors.read(LIST, after) ?? [null, ''];
    const scan = name === null ? 0 : scans.findIndex((one) => scanName(one) === name);
    if (scan === -1) throw new Refusal('bad-cursor', 400, refusalTexts['bad-cursor']);
    return { scan, after: String(key) };
  }

  private async page(scans: readonly PeopleScan[], from: Place, { stage, limit }: PeopleQuery): Promise<Page<ListedPerson>> {
    const items: ListedPerson[] = [];
    let cursor = from;
    for (let looked = 0; items.length < limit && looked < LOOKED_AT;) {
      const scan = scans[cursor.scan];
      if (!scan) return { items, next: null };
      const most = stage === undefined ? limit - items.length : CHUNK;
      const found = await this.scans.read(this.dataSource.manager, scan, cursor.after, most + 1);
      const taken = found.slice(0, most);
      looked += taken.length;
      const shown = await this.shown(scan, taken);
      const fitting = shown.filter(({ person }) => stage === undefined || person.stage === stage).slice(0, limit - items.length);
      items.push(...fitting.map(({ person }) => person));
      const lastLookedAt = items.length === limit ? fitting.at(-1)?.at : taken.at(-1)?.at;
      const isOver = found.length <= most && lastLookedAt === taken.at(-1)?.at;
      cursor = isOver ? { scan: cursor.scan + 1, after: '' } : { scan: cursor.scan, after: lastLookedAt ?? cursor.after };
    }
    const scan = scans[cursor.scan];
    return { items, next: scan ? this.cursors.after(LIST, [scanName(scan), cursor.after]) : null };
  }

  private async shown(scan: PeopleScan, found: readonly FoundPerson[]): Promise<{ at: string; person: ListedPerson }[]> {
    const municipality = this.configured(scan.municipality);
    if (!municipality) return [];
    // Whose surname begins so too has been shown already.
    const fresh = found.filter(({ nameKey }) => scan.by !== 'givenKey' || !nameKey?.startsWith(scan.prefix));
    const loaded = await this.facts.load(
      this.dataSource.manager,
      scan.municipality,
      fresh.map((one) => one.hsaIdKey),
    );
    const now = this.clock.now();
    return fresh.flatMap(({ hsaIdKey: key, at }) => {
      const facts = loaded.get(key)?.facts;
      return facts ? [{ at, person: this.listed(facts, municipality, now) }] : [];
    });
  }

  private listed(facts: AccessFacts, municipality: MunicipalityConfiguration, now: Instant): ListedPerson {
    const person = facts.hsa?.person ?? null;
    const { stage, grantable, blockers } = assess(facts, accessPolicy(this.configuration, municipality), now);
    const [first] = blockers;
    const isProtected = person?.isProtected ?? false;
    const name = isProtected ? peopleTexts.protectedPerson : person ? displayNameOf(person) : peopleTexts.nameUnknown;
    return {
      hsaId: facts.hsaId,
      municipality: municipality.code,
      isProtected,
      name,
      unit: isProtected || !person?.unit ? null : { hsaId: person.unit.hsaId, name: person.unit.name },
      stage,
      stageText: stageText[stage],
      grantable,
      blocker: first
        ? {
            reason: first.reason,
            text: blockerText[first.reason],
            owner: first.owner,
            ownerText: ownerText[first.owner],
            since: first.since,
          }
        : null,
    };
  }

  private configured(code: string): MunicipalityConfiguration | undefined {
    return this.configuration.municipalities.find((one) => one.code === code);
  }
}
