import type { AccountEntity } from './account.entity';
import type { AccountAttributes } from './account.types';
import type { AdSession } from './active-directory';
import { type Link, firstLink, linkedTo, writtenOn } from './first-link';

/**
 * Reads what the AD has of an account: by GUID once it is linked.
 * @throws AdRefusal
 */
export async function lookUp(session: AdSession, row: AccountEntity, account: AccountAttributes): Promise<Link> {
  const last = writtenOn(row);
  if (row.objectGuid !== null) {
    const byGuid = await session.byGuid(row.objectGuid);
    const byHsaId = byGuid ? [] : await session.byHsaId(account.hsaId);
    return linkedTo(byGuid, byHsaId, last === session.controller);
  }
  const isToBeEnabled = row.desiredEnabled && row.deletedAt === null;
  return firstLink(account, isToBeEnabled, {
    byHsaId: await session.byHsaId(account.hsaId),
    occupants: isToBeEnabled ? await session.occupants(account) : [],
    wasWrittenHere: last === null || last === session.controller,
  });
}
