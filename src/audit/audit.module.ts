import { Module } from '@nestjs/common';
import { AuditReads } from './audit-reads.service';
import { AuditSearch } from './audit-search.service';
import { AuditService } from './audit.service';
import { Checkpoints } from './checkpoints.service';

const PROVIDERS = [AuditService, AuditReads, AuditSearch, Checkpoints];

@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class AuditModule {}
