/*
 * Real: Samba, and the ldapts client. Where Samba is more lenient than Microsoft's Active Directory, both columns of the
 * table are asserted: Samba's here on Samba, the other on the server that is as strict as AD.
 */
import { readFileSync } from 'node:fs';
import { Client, EqualityFilter } from 'ldapts';
import { decodeRefusal } from '../../src/external-ad/ad-refusal';
import { AD_ACCOUNTS, Samba } from '../servers/samba';
import { StrictAd } from '../servers/strict-ad/strict-ad';
import { addMany, type Outcome, type Row, ROWS, type Server } from './samba-differences';

jest.setTimeout(120_000);

interface Started {
  end: () => Promise<void>;
  login: Server['login'];
  /** Where and how to reach it. */
  reach: (isEncrypted: boolean) => Pick<ConstructorParameters<typeof Client>[0], 'url' | 'tlsOptions'>;
}

async function startSamba(): Promise<Started> {
  const samba = await Samba.start();
  const filter = new EqualityFilter({ attribute: 'sAMAccountName', value: AD_ACCOUNTS.administrator.name });
  const { searchEntries } = await (await samba.admin()).search('DC=ad,DC=example,DC=se', { filter });
  const tlsOptions = { ca: readFileSync(samba.certificates.caFile) };
  return {
    end: () => samba.remove(),
    login: { dn: searchEntries[0]!.dn, password: AD_ACCOUNTS.administrator.password },
    reach: (isEncrypted) => (isEncrypted ? { url: samba.url, tlsOptions } : { url: `ldap://${samba.address}` }),
  };
}

async function startStrictAd(): Promise<Started> {
  const [ad, plain] = [await StrictAd.start(), await StrictAd.start({ encryption: 'starttls' })];
  const tlsOptions = { ca: readFileSync(ad.caFile!) };
  return {
    end: async () => {
      await ad.close();
      await plain.close();
    },
    login: ad.administrator,
    reach: (isEncrypted) => (isEncrypted ? { url: ad.url, tlsOptions } : { url: plain.url }),
  };
}

async function outcome({ deed, attempt }: Row, on: Server, expected: Outcome): Promise<Outcome> {
  try {
    const found = await deed(on);
    return found === undefined ? {} : { found };
  } catch (error) {
    const { code, message } = error as { code: number; message: string };
    const part = Array.isArray(expected) && message.includes(expected[1] as string) ? (expected[1] as string) : message;
    return [code, part, decodeRefusal(code, message, attempt).code];
  }
}

describe.each([
  ['samba', startSamba],
  ['ad', startStrictAd],
] as const)('%s answers', (which, start) => {
  let on: Server;
  let end: () => Promise<void>;
  const clients: Client[] = [];

  beforeAll(async () => {
    const { reach, login, ...started } = await start();
    end = started.end;
    const connect = (isEncrypted: boolean): Client => {
      const client = new Client({ timeout: 60_000, ...reach(isEncrypted) });
      clients.push(client);
      return client;
    };
    on = { connect, client: connect(true), login };
    await on.client.bind(login.dn, login.password);
    await addMany(on);
  });

  afterAll(async () => {
    for (const client of clients) await client.unbind().catch(() => undefined);
    await end();
  });

  it.each(ROWS)('$what', async (row) => {
    expect(await outcome(row, on, row[which])).toEqual(row[which]);
  });
});
