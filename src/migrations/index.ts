import { InitialSchema1763690400000 } from './1763690400000-initial-schema';
import { ByteOrder1763697600000 } from './1763697600000-byte-order';
import { OneOpenFinding1763697660000 } from './1763697660000-one-open-finding';
import { CatalogueMarks1763712000000 } from './1763712000000-catalogue-marks';
import { AccountQueue1763719200000 } from './1763719200000-account-queue';
import { Idempotency1763730000000 } from './1763730000000-idempotency';
import { TwoWhoRelease1763730060000 } from './1763730060000-two-who-release';
import { RolesAndSessions1763731000000 } from './1763731000000-roles-and-sessions';
import { Orders1763732000000 } from './1763732000000-orders';
import { Agreements1763733000000 } from './1763733000000-agreements';
import { ServiceDesk1763734000000 } from './1763734000000-service-desk';
import { FollowUp1763735000000 } from './1763735000000-follow-up';

/** In the order they run. */
export const MIGRATIONS = [
  InitialSchema1763690400000,
  ByteOrder1763697600000,
  OneOpenFinding1763697660000,
  CatalogueMarks1763712000000,
  AccountQueue1763719200000,
  Idempotency1763730000000,
  TwoWhoRelease1763730060000,
  RolesAndSessions1763731000000,
  Orders1763732000000,
  Agreements1763733000000,
  ServiceDesk1763734000000,
  FollowUp1763735000000,
];
