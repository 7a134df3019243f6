import { Inject, Injectable } from '@nestjs/common';
import { covers, municipalitiesOf, type Reach } from '../auth/reach';
import { readQuery } from '../directory/person-query';
import { unitsOf } from '../people/unit-path';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { notFound, type Refused } from '../platform/refusal';
import { localDateOf } from '../platform/time';
import { displayNameOf } from '../service-desk/case-changes';
import { orderRefusalTexts } from '../texts/order-problems';
import { type FoundPerson, LiveDirectory } from './live-directory.service';

/** One of the three. */
export interface PersonWanted {
  municipality: string;
  name?: string | undefined;
  hsaId?: string | undefined;
  personalNumber?: string | undefined;
}

/** Enough to see who it is; of somebody protected that there is one. */
export interface PersonHit {
  hsaId: string;
  isProtected: boolean;
  name: string | null;
  titles: string[];
  unit: { hsaId: string | null; name: string; path: string[] } | null;
  /** Whether whoever asks may order for the person's unit. */
  isWithinReach: boolean;
}

export interface PeopleFound {
  items: PersonHit[];
  hasMore: boolean;
}

/** Finds people in a municipality's directory as it is right now, with and without the role. */
@Injectable()
export class PeopleLookUp {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly directory: LiveDirectory,
  ) {}

  /** @throws Refusal `not-found` for a municipality that is out of reach */
  async look(reach: Reach, { municipality, ...written }: PersonWanted): Promise<PeopleFound | Refused> {
    if (!municipalitiesOf(reach).includes(municipality)) throw notFound();
    const query = readQuery(written, localDateOf(this.clock.now()));
    if (!query) return { outcome: 'refused', code: 'query-malformed', status: 422, ...orderRefusalTexts['query-malformed'] };
    const answer = await this.directory.search(municipality, query);
    if ('outcome' in answer) return answer;
    const hits = answer.found.map((found) => hitOf(found, covers(reach, municipality, unitsOf(found.person))));
    // That somebody protected belongs to a unit, or does not, is nobody's business but that unit's.
    return { items: hits.filter(({ isProtected, isWithinReach }) => !isProtected || isWithinReach), hasMore: answer.hasMore };
  }

  /** Roles that can be ordered. */
  roles(): { items: { code: string; name: string; titles: string[] }[] } {
    return { items: this.configuration.cosmicRoles.map(({ code, name, titles }) => ({ code, name, titles })) };
  }
}

function hitOf({ person, isProtected }: FoundPerson, isWithinReach: boolean): PersonHit {
  const { hsaId, title, hsaTitles, paTitleNames, unit } = person;
  if (isProtected) return { hsaId, isProtected, name: null, titles: [], unit: null, isWithinReach };
  return {
    hsaId,
    isProtected,
    name: displayNameOf(person),
    titles: [...new Set([...(title === null ? [] : [title]), ...hsaTitles, ...paTitleNames])],
    unit: unit && { hsaId: unit.hsaId, name: unit.name, path: unit.path },
    isWithinReach,
  };
}
