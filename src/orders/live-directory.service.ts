import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { ReadEntry, ReadRefusal, WantedNow } from '../directory/directory-source';
import { DirectorySources } from '../directory/directory-sources.service';
import type { PersonQuery } from '../directory/person-query';
import { hasHsaIdPrefix, looseHsaIdKey } from '../people/hsa-id';
import type { Person, Unit } from '../people/person';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import type { Refused } from '../platform/refusal';
import { orderRefusalTexts } from '../texts/order-problems';
import type { OrderedPerson } from './order-rules';

/** Somebody waits for the answer. */
const TIMEOUT_MS = 20_000;

/** Most that a search gives: who finds more says more of whom they look for. */
const HITS = 20;

/** Whom an order is for, as the directory has them right now. */
export interface LivePerson {
  standing: OrderedPerson['standing'];
  isProtected: boolean;
  /** As the directory writes it. */
  hsaId: string | null;
  person: Person | null;
}

export interface FoundPerson {
  isProtected: boolean;
  person: Person;
}

type Unavailable = Refused & { code: 'directory-unavailable' };

/** Asks a municipality's directory for somebody at a screen or a terminal. Nothing of what is asked or answered is kept. */
@Injectable()
export class LiveDirectory {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly sources: DirectorySources,
    private readonly log: PinoLogger,
  ) {}

  async search(municipality: string, query: PersonQuery): Promise<{ found: FoundPerson[]; hasMore: boolean } | Unavailable> {
    const answer = await this.asked(municipality, (signal) => this.sources.of(municipality).search(query, HITS, signal));
    if (!('found' in answer)) return answer;
    const own = answer.found.filter(({ hsaId }) => hsaId !== null && this.isOwn(municipality, hsaId));
    return { found: own.flatMap(({ person, isProtected }) => (person ? [{ person, isProtected }] : [])), hasMore: answer.hasMore };
  }

  /**
   * All of these at once: one passage through the directory.
   * @param wanted as somebody wrote them
   * @returns people by HSA-id as it was written; units by `looseHsaIdKey`
   */
  async lookUp(
    municipality: string,
    wanted: WantedNow,
  ): Promise<{ people: Map<string, LivePerson>; units: ReadonlyMap<string, Unit> } | Unavailable> {
    const own = wanted.people.filter((hsaId) => hsaId !== '' && this.isOwn(municipality, hsaId));
    const asked = { people: own, units: wanted.units };
    const answer = await this.asked(municipality, (signal) => this.sources.of(municipality).findAll(asked, signal));
    if (!('people' in answer)) return answer;
    const people = wanted.people.map((hsaId): [string, LivePerson] => {
      const entry = answer.people.get(looseHsaIdKey(hsaId));
      return [hsaId, own.includes(hsaId) ? (entry ? live(entry) : nobody('not-found')) : nobody('elsewhere')];
    });
    return { people: new Map(people), units: answer.units };
  }

  private isOwn(municipality: string, hsaId: string): boolean {
    const configured = this.configuration.municipalities.find(({ code }) => code === municipality);
    return configured !== undefined && hasHsaIdPrefix(hsaId, configured.hsaIdPrefixes);
  }

  /** Why the directory did not answer is for those who run the service; it names nobody. */
  private async asked<T extends object>(
    municipality: string,
    ask: (signal: AbortSignal) => Promise<T | ReadRefusal>,
  ): Promise<T | Unavailable> {
    const answer = await ask(AbortSignal.timeout(TIMEOUT_MS));
    if (!isRefusal(answer)) return answer;
    this.log.warn({ municipality, code: answer.code, reason: answer.reason }, 'directory not asked');
    return { outcome: 'refused', code: 'directory-unavailable', status: 409, ...orderRefusalTexts['directory-unavailable'] };
  }
}

const isRefusal = (answer: object): answer is ReadRefusal => 'reason' in answer && 'code' in answer;

const nobody = (standing: 'elsewhere' | 'not-found'): LivePerson => ({ standing, isProtected: false, hsaId: null, person: null });

/** An entry that others share the HSA-id with is told apart from one that is faulty by itself: another is to mend it. */
function live({ hsaId, person, isProtected, standing, problems }: ReadEntry): LivePerson {
  const isShared = problems.some(({ kind }) => kind === 'hsa-id-duplicate' || kind === 'hsa-id-case-clash');
  const hasLeft = standing.isArchived || standing.isDeleted || standing.isTestData;
  const where = isShared ? 'ambiguous' : !person ? 'unreadable' : hasLeft ? 'left' : 'found';
  return { standing: where, isProtected, hsaId, person };
}
