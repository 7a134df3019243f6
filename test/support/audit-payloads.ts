import type { SealedPayload } from '../../src/audit/audit-chain';
import { AuditPayloadEntity } from '../../src/audit/audit.entity';
import { SealedBox } from '../../src/platform/sealed-box';
import type { TestService } from './service';

/** What the audit rows hold under seal, oldest first; rows without any are left out. */
export async function auditPayloads(service: TestService): Promise<SealedPayload[]> {
  const rows = await service.dataSource.manager.find(AuditPayloadEntity, { order: { seq: 'ASC' } });
  return rows.map(({ sealed }) => service.get(SealedBox).open<SealedPayload>(sealed));
}
