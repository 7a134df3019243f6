import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import type { Reach } from '../../auth/reach';
import { FindingList, type ListedFinding } from '../../findings/finding-list.service';
import { CONFIGURATION } from '../../platform/config/configuration.token';
import type { Configuration } from '../../platform/config/schema';
import type { Page } from '../../platform/paging';
import { instant, municipalityCode } from '../fields';
import { page, paging, several } from '../page';
import { FromQuery, Route, Within } from '../route.decorator';

const findingQuery = z.strictObject({
  ...paging,
  municipality: several(municipalityCode).optional(),
  kind: several(z.string().regex(/^[a-z][a-z0-9-]{0,63}$/)).optional(),
  state: z.enum(['open', 'closed', 'all']).default('open'),
});

const findingView = z.strictObject({
  id: z.string(),
  kind: z.string().describe('Stable word for what is wrong.'),
  municipality: municipalityCode.nullable().describe('Null for what belongs to none.'),
  hsaId: z.string().nullable().describe('Null for a protected person, and where it is about nobody.'),
  detail: z.string().describe('What is wrong and who can mend it, in Swedish; names nobody.'),
  since: instant,
  closedAt: instant.nullable(),
});

@Controller('api/v1/findings')
export class FindingsController {
  constructor(
    private readonly findings: FindingList,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @Get()
  @Route({ permission: 'findings:read', summary: 'Findings, newest first', query: findingQuery, answer: page(findingView) })
  list(@Within() reach: Reach, @FromQuery() query: z.output<typeof findingQuery>): Promise<Page<ListedFinding>> {
    return this.findings.list(reach, query, this.configuration.municipalities.length);
  }
}
