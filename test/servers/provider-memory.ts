import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** What an identity provider keeps of logins that go on, for as long as a test takes. */
export function providerMemory(): AdapterFactory {
  const rows = new Map<string, AdapterPayload>();
  return (model: string): Adapter => {
    const key = (id: string): string => `${model} ${id}`;
    const where = (fits: (row: AdapterPayload) => boolean, of = `${model} `) =>
      [...rows].filter(([id, row]) => id.startsWith(of) && fits(row));
    return {
      upsert: async (id, payload) => void rows.set(key(id), payload),
      find: async (id) => rows.get(key(id)),
      findByUid: async (uid) => where((row) => row.uid === uid)[0]?.[1],
      findByUserCode: async (code) => where((row) => row.userCode === code)[0]?.[1],
      destroy: async (id) => void rows.delete(key(id)),
      consume: async (id) => void Object.assign(rows.get(key(id)) ?? {}, { consumed: 1 }),
      revokeByGrantId: async (grantId) => where((row) => row.grantId === grantId, '').forEach(([id]) => rows.delete(id)),
    };
  };
}
