import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';

type OnChange = (manager: EntityManager) => Promise<void>;

const hooks = new AsyncLocalStorage<OnChange>();

/** Whatever is changed within `work` calls this first, in the change's own transaction. */
export const hookingChanges = <T>(onChange: OnChange, work: () => Promise<T>): Promise<T> => hooks.run(onChange, work);

/** For work that goes on after the request, or is done for several at once: its changes are not this request's. */
export const apartFromRequest = <T>(work: () => T): T => hooks.exit(work);

/** Called by the audit trail, which has a row of every change, in the change's transaction. */
export const beforeChange = async (manager: EntityManager): Promise<void> => hooks.getStore()?.(manager);
