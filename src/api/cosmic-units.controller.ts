import { Controller, Get, Post } from '@nestjs/common';
import type { Principal } from '../auth/principal';
import type { Reach } from '../auth/reach';
import { Readers } from '../auth/readers.service';
import { CosmicUnits, type UnitImport, type UnitReport } from '../cosmic/cosmic-units.service';
import { type OneMunicipality, oneMunicipality, unitImport, type UnitImportQuery, unitImportQuery, unitReports } from './cosmic.views';
import { fileBody, type Uploaded } from './route';
import { By, FromBody, FromQuery, Route, TraceId, Within } from './route.decorator';

const MOST_BYTES = 20 * 1024 * 1024;

@Controller('api/v1/cosmic-units')
export class CosmicUnitsController {
  constructor(
    private readonly units: CosmicUnits,
    private readonly readers: Readers,
  ) {}

  @Get('report')
  @Route({
    permission: 'cosmic-units:read',
    summary: 'How the units in HSA and those that Cosmic knows differ',
    query: oneMunicipality,
    answer: unitReports,
  })
  async report(@Within() reach: Reach, @FromQuery() { municipality }: OneMunicipality): Promise<{ reports: UnitReport[] }> {
    return { reports: await this.units.report(reach, municipality) };
  }

  @Post('import')
  @Route({
    permission: 'cosmic-units:write',
    summary: 'A new list of the units that Cosmic knows (CSV), all or nothing',
    query: unitImportQuery,
    body: fileBody(MOST_BYTES, 'text/csv'),
    answer: unitImport,
    status: 200,
    refusals: { 'municipality-unknown': 404 },
    sample: { query: { municipality: 'berg', dryRun: 'true' } },
  })
  import(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() traceId: string,
    @FromQuery() { municipality, dryRun }: UnitImportQuery,
    @FromBody() file: Uploaded | undefined, // nothing that was sent is an empty list
  ): Promise<UnitImport> {
    const { actor } = this.readers.of(by, 'cosmic-units:write', traceId);
    return this.units.import(reach, municipality, file?.content ?? Buffer.alloc(0), { actor, traceId, reason: null, dryRun });
  }
}
