import { Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Principal } from '../auth/principal';
import type { Reach } from '../auth/reach';
import { Readers } from '../auth/readers.service';
import { type FullExplanation, ExplainService } from '../explanation/explain.service';
import { type PersonDetails, PersonDetailsService } from '../people/person-details.service';
import { type ListedPerson, PeopleList } from '../people/people-list.service';
import type { Page } from '../platform/paging';
import { page } from './page';
import {
  explanation,
  explanationQuery,
  hsaId,
  listedPerson,
  peopleQuery,
  type PeopleQueryFields,
  personDetails,
  revelation,
} from './people.views';
import { By, FromBody, FromParams, FromQuery, Route, TraceId, Within } from './route.decorator';

const params = z.strictObject({ hsaId });
const sample = { params: { hsaId: 'SE2120002502-1A2B' } };
const refusals = { 'not-found': 404 };

interface Named {
  hsaId: string;
}

@Controller('api/v1/people')
export class PeopleController {
  constructor(
    private readonly people: PeopleList,
    private readonly details: PersonDetailsService,
    private readonly explainer: ExplainService,
    private readonly readers: Readers,
  ) {}

  @Get()
  @Route({
    permission: 'people:read',
    summary: 'People by municipality and name; protected people last, without a name',
    query: peopleQuery,
    answer: page(listedPerson),
    refusals: { 'bad-cursor': 400, 'personal-number-in-search': 400 },
  })
  list(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromQuery() query: PeopleQueryFields,
  ): Promise<Page<ListedPerson>> {
    return this.people.list(reach, query, this.readers.of(by, 'people:read', trace));
  }

  @Get(':hsaId')
  @Route({ permission: 'people:read', summary: "One person's details", params, answer: personDetails, refusals, sample })
  show(@Within() reach: Reach, @By() by: Principal, @TraceId() trace: string, @FromParams() { hsaId: id }: Named): Promise<PersonDetails> {
    return this.details.show(reach, id, this.readers.of(by, 'people:read', trace));
  }

  @Post(':hsaId/reveal')
  @Route({
    permission: 'people:reveal',
    summary: "A protected person's details, to somebody who says why",
    params,
    body: revelation,
    answer: personDetails,
    status: 200,
    refusals: { ...refusals, 'reason-missing': 422 },
    sample: { ...sample, body: { reason: 'Ärende hos Servicecenter' } },
  })
  reveal(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { hsaId: id }: Named,
    @FromBody() { reason }: z.output<typeof revelation>,
  ): Promise<PersonDetails> {
    return this.details.reveal(reach, id, reason, this.readers.of(by, 'people:reveal', trace));
  }

  @Get(':hsaId/explanation')
  @Route({
    permission: 'people:explain',
    summary: 'Why somebody has access or has not, now or on a past day',
    params,
    query: explanationQuery,
    answer: explanation,
    refusals: { ...refusals, 'date-in-the-future': 422 },
    sample,
  })
  explain(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { hsaId: id }: Named,
    @FromQuery() { at }: z.output<typeof explanationQuery>,
  ): Promise<FullExplanation> {
    return this.explainer.tell(reach, id, at ?? null, this.readers.of(by, 'people:explain', trace));
  }
}
