import { readFileSync } from 'node:fs';
import { AuditVerification, type Verdict } from '../../src/audit/audit-verification.service';
import { ENTITIES, MIGRATIONS } from '../../src/database-schema';
import { createDataSource, dataSourceOptions } from '../../src/platform/database/data-source';
import { SealedBox } from '../../src/platform/sealed-box';
import type { Installation } from './installation';

/** What `audit verify` does, without the half second that a process takes to start. */
export async function verifyChain({ databaseUrl, keyFile }: Installation): Promise<Verdict> {
  const source = createDataSource(dataSourceOptions({ url: databaseUrl, root: '/', entities: ENTITIES, migrations: MIGRATIONS }));
  await source.initialize();
  try {
    return await new AuditVerification(source, new SealedBox(Buffer.from(readFileSync(keyFile, 'utf8').trimEnd()))).verify();
  } finally {
    await source.destroy();
  }
}
