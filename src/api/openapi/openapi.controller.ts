import { Controller, Get, Inject } from '@nestjs/common';
import { CONFIGURATION } from '../../platform/config/configuration.token';
import type { Configuration } from '../../platform/config/schema';
import { Public } from '../route.decorator';
import { Routes } from '../routes.service';
import { openApiDocument } from './document';
import type { JsonSchema } from './json-schemas';

@Controller('api/v1/openapi.json')
export class OpenApiController {
  #document: JsonSchema | undefined;

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly routes: Routes,
  ) {}

  @Get()
  @Public('describes the interface, and nobody')
  document(): JsonSchema {
    return (this.#document ??= openApiDocument(this.routes.all, this.configuration.server.publicUrl));
  }
}
