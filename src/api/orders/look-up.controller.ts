import { Controller, Get, Post } from '@nestjs/common';
import type { Reach } from '../../auth/reach';
import { type PeopleFound, PeopleLookUp } from '../../orders/people-look-up.service';
import type { Refused } from '../../platform/refusal';
import { FromBody, Route, Within } from '../route.decorator';
import { cosmicRoles, peopleFound, personWanted, type PersonWantedBody } from './order.schemas';

@Controller('api/v1')
export class LookUpController {
  constructor(private readonly lookUp: PeopleLookUp) {}

  // What is looked for stands in the body: an address is kept in logs and histories.
  @Post('people/look-up')
  @Route({
    permission: 'people:look-up',
    summary: "Finds people in a municipality's directory right now, by name, HSA-id or personal identity number",
    body: personWanted,
    answer: peopleFound,
    status: 200,
    refusals: { 'query-malformed': 422, 'directory-unavailable': 409 },
    sample: { body: { municipality: 'berg', name: 'Anna' } },
  })
  look(@Within() reach: Reach, @FromBody() wanted: PersonWantedBody): Promise<PeopleFound | Refused> {
    return this.lookUp.look(reach, wanted);
  }

  @Get('cosmic-roles')
  @Route({ permission: 'orders:read', summary: 'Roles in Cosmic that can be ordered', answer: cosmicRoles })
  roles(): ReturnType<PeopleLookUp['roles']> {
    return this.lookUp.roles();
  }
}
