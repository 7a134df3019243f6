import { isDeepStrictEqual } from 'node:util';
import type { ActiveDirectory, AdObject, AdSession } from '../../src/external-ad/active-directory';
import { AdLdapDirectory } from '../../src/external-ad/ldap/ad.directory';
import type { LdapAdConfiguration } from '../../src/platform/config/schema';
import { openLdapConnection } from '../../src/platform/ldap/ldap.opening';
import { ChaosProxy, type Direction, type Faults } from '../servers/chaos-proxy';
import { freePort } from '../servers/free-port';
import { type AdScene, refusal } from './active-directory.fixture';

/** What every Active Directory promises where the way to it fails. */
export function describeFailingWay(the: AdScene): void {
  describe('on a way that fails', () => {
    let proxy: ChaosProxy;
    beforeEach(async () => {
      const { hostname, port } = new URL(the.ad.configuration.url!);
      proxy = await ChaosProxy.start({ host: hostname, port: Number(port || 636) });
    });
    afterEach(() => proxy.close());
    const through = (configuration: Partial<LdapAdConfiguration> = {}): ActiveDirectory =>
      new AdLdapDirectory({ ...the.ad.configuration, url: `ldaps://127.0.0.1:${proxy.port}`, ...configuration });
    const nobody = async (): Promise<string> => `ldaps://127.0.0.1:${await freePort()}`;

    it('takes the first controller of the list that answers', async () => {
      const urls = [await nobody(), `ldaps://127.0.0.1:${proxy.port}`, the.ad.configuration.url!];
      const other = await through({ url: null, urls }).open();
      expect([other.server, proxy.connections]).toEqual([`127.0.0.1:${proxy.port}`, 1]);
      other.close();
      expect(await refusal(through({ url: null, urls: [await nobody(), await nobody()] }).open())).toBe('transient unreachable');
    });

    it('goes on from a controller that takes the log-in and then says no more', async () => {
      const proxied = { ...the.ad.configuration, url: `ldaps://127.0.0.1:${proxy.port}` };
      (await openLdapConnection(proxied, 'externalAd')).close();
      proxy.faults = { cut: { direction: 'down', afterBytes: proxy.transferred.down + 1, how: 'hang' } };
      const other = await through({ url: null, urls: [proxied.url, the.ad.configuration.url!], timeoutSeconds: 1 }).open();
      expect(other.server).toBe(the.session.server);
      other.close();
    });

    it('writes nothing once the connection has ended, and says so', async () => {
      const over = await through().open();
      over.close();
      expect(await refusal(over.create(the.account()))).toBe('transient lost');
      expect(await the.session.byHsaId(the.account().hsaId)).toEqual([]);
    });

    it('gives up when it is told to', async () => {
      const stop = new AbortController();
      const over = await through().open(stop.signal);
      stop.abort();
      expect(await refusal(over.byHsaId(the.account().hsaId))).toBe('transient aborted');
      expect(await refusal(through().open(stop.signal))).toBe('transient aborted');
    });

    it('does not try a password that was refused on the next controller', async () => {
      const passwordFile = the.ad.configuration.caFile; // anything that is not the password
      const bind = { ...the.ad.configuration.bind, passwordFile };
      const urls = [the.ad.configuration.url!, `ldaps://127.0.0.1:${proxy.port}`];
      expect(await refusal(through({ url: null, urls, bind }).open())).toBe('transient bad-credentials');
      expect(proxy.connections).toBe(0);
    });

    const fresh = { sAMAccountName: 'extny', cn: 'extny', userPrincipalName: 'ny@ext.example.se', hsaId: 'SE2120002502-NY' };

    it.each<[what: string, (over: AdSession, object: AdObject) => Promise<void>]>([
      ['creating', (over) => over.create(the.account(fresh))],
      ['changing', (over, object) => over.modify(object, [{ attribute: 'sn', before: 'Öberg', after: 'Ek' }])],
      ['moving', (over, object) => over.move(object, { cn: 'annan', organisationalUnit: the.account().organisationalUnit })],
      ['joining', (over, object) => over.join(object, the.group())],
      ['removing', (over, object) => over.remove(object)],
    ])('calls it unknown what came of %s where no answer came, and never "not done" what was done', async (_what, write) => {
      await the.session.ensureGroup(the.group());
      const objects = async (): Promise<AdObject[]> => [
        ...(await the.session.byHsaId(the.account().hsaId)),
        ...(await the.session.byHsaId(fresh.hsaId)),
      ];
      /** One write over the proxy, on an account of its own. */
      async function attempt(
        faults: Faults,
      ): Promise<{ answer: string; isDone: boolean; bytes: Record<Direction, [number, number]> } | null> {
        for (const left of await objects()) await the.session.remove(left);
        const object = await the.created();
        const before = { ...proxy.transferred };
        const since = (direction: Direction): number => proxy.transferred[direction] - before[direction];
        proxy.faults = faults;
        const over = await through()
          .open()
          .catch(() => null);
        if (!over) return null;
        const opened = { up: since('up'), down: since('down') };
        const answer = await refusal(write(over, object));
        const bytes = { up: [opened.up, since('up')], down: [opened.down, since('down')] } as Record<Direction, [number, number]>;
        over.close();
        return { answer, isDone: !isDeepStrictEqual(await objects(), [object]), bytes };
      }
      const whole = await attempt({});
      expect(whole).toMatchObject({ answer: 'done', isDone: true });
      const met = new Set<string>();
      for (const direction of ['up', 'down'] as const) {
        const [from, to] = whole!.bytes[direction];
        for (let afterBytes = from; afterBytes < to; afterBytes += Math.ceil((to - from) / 15)) {
          const one = await attempt({ cut: { direction, afterBytes, how: 'reset' } });
          if (one) met.add(`${one.answer.split(' ')[0]}: ${one.isDone ? 'done' : 'not done'}`);
        }
      }
      expect([...met]).toEqual(expect.arrayContaining(['unknown: done', 'unknown: not done']));
      expect([...met].filter((one) => ['transient: done', 'permanent: done', 'done: not done'].includes(one))).toEqual([]);
    });
  });
}
