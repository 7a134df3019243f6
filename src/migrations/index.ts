import { InitialSchema1763690400000 } from './1763690400000-initial-schema';
import { ByteOrder1763697600000 } from './1763697600000-byte-order';
import { OneOpenFinding1763697660000 } from './1763697660000-one-open-finding';
import { CatalogueMarks1763712000000 } from './1763712000000-catalogue-marks';
import { AccountQueue1763719200000 } from './1763719200000-account-queue';

/** In the order they run. */
export const MIGRATIONS = [
  InitialSchema1763690400000,
  ByteOrder1763697600000,
  OneOpenFinding1763697660000,
  CatalogueMarks1763712000000,
  AccountQueue1763719200000,
];
