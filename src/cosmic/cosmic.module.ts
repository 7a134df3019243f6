import { Module } from '@nestjs/common';
import { CosmicFacts } from './cosmic-facts.repository';
import { CosmicUnits } from './cosmic-units.service';
import { Resettle } from './resettle.service';
import { TestLogins } from './test-logins.service';

const SERVICES = [CosmicFacts, Resettle, CosmicUnits, TestLogins];

/** What is known of Cosmic itself: its units, and whether people get in. */
@Module({ providers: SERVICES, exports: SERVICES })
export class CosmicModule {}
