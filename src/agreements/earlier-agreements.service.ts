import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../audit/actor';
import { BaselineAgreements, type EarlierAgreement } from '../baseline/baseline-agreements.port';
import { sortableId } from '../notifications/mail-id';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { randomOctets } from '../platform/random-octets';
import { type Instant, localDateOf } from '../platform/time';
import { AgreementsRepository, EMPTY } from './agreements.repository';
import { validTo } from './registration';
import { UNKNOWN_VERSION } from './template';

/** Agreements of those who worked in Cosmic before this service: which text they signed is not known, so any version that must be signed is newer. */
@Injectable()
export class EarlierAgreements extends BaselineAgreements {
  constructor(
    private readonly repository: AgreementsRepository,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {
    super();
  }

  async record(manager: EntityManager, { municipality, hsaIdKey, signedOn }: EarlierAgreement, by: Actor, now: Instant): Promise<boolean> {
    const known = await this.repository.ofPerson(manager, municipality, hsaIdKey);
    if (known.some((row) => row.source === 'baseline' && row.signedOn === signedOn)) return false;
    await this.repository.insert(manager, {
      ...EMPTY,
      id: sortableId(now, 0, randomOctets(8)),
      municipality,
      hsaIdKey,
      templateVersion: UNKNOWN_VERSION,
      textHash: null,
      source: 'baseline',
      signedOn,
      receivedOn: localDateOf(now),
      validTo: validTo(signedOn, this.configuration.agreements.validMonths),
      recordedAt: now,
      details: this.repository.sealDetails({ receiver: by.name, role: by.role ?? null, registryNumber: null, reason: null }),
    });
    return true;
  }
}
