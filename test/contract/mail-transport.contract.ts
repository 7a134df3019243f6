import PostalMime from 'postal-mime';
import type { MailTransport, RenderedMail } from '../../src/notifications/transport';

/** A destination that the contract can look into, break and mend. */
export interface TransportUnderTest {
  transport: MailTransport;
  /** What has arrived, in the order it came. */
  received: () => Promise<Buffer[]>;
  breakDown: () => Promise<void>;
  mend: () => Promise<void>;
  stop: () => Promise<void>;
}

export const sampleMail = (change: Partial<RenderedMail> = {}): RenderedMail => ({
  id: '01a1fc10-7760-7000-8000-000000000001',
  messageId: '<01a1fc10-7760-7000-8000-000000000001@example.se>',
  date: '2026-11-21T03:05:00.000Z',
  from: 'tilltrade@example.se',
  to: ['servicecenter@example.se'],
  subject: '[Behörighet] Ny – ärende 2026-00123 – Åre kommun',
  text: 'Åsa Öberg 李小龙\n.\n..en rad som börjar med punkter\nFrån: någon\n',
  html: '<!doctype html>\n<html lang="sv"><body><p>Åsa Öberg &lt;b&gt;</p></body></html>\n',
  ...change,
});

/** What every transport must do, whatever lies behind it. */
export function mailTransportContract(name: string, start: () => Promise<TransportUnderTest>): void {
  describe(`${name} as a mail transport`, () => {
    let under: TransportUnderTest;
    beforeEach(async () => {
      under = await start();
    });
    afterEach(() => under.stop());

    it('delivers what a reader then reads', async () => {
      const mail = sampleMail();
      expect(await under.transport.deliver(mail)).toEqual({ outcome: 'sent', detail: null });
      const [raw] = await under.received();
      const read = await PostalMime.parse(raw ?? '');
      expect(read).toMatchObject({
        from: { address: mail.from },
        to: [{ address: 'servicecenter@example.se' }],
        subject: mail.subject,
        messageId: mail.messageId,
        attachments: [],
      });
      expect(read.text?.trimEnd()).toBe(mail.text.trimEnd()); // the reader keeps the line break that belongs to the boundary
      expect(read.html?.trimEnd()).toBe(mail.html.trimEnd());
      expect(new Date(read.date ?? '').toISOString()).toBe(mail.date);
      const header = (key: string): string | undefined => read.headers.find((one) => one.key === key)?.value;
      expect(header('auto-submitted')).toBe('auto-generated');
      expect(header('x-auto-response-suppress')).toBe('All');
      expect(header('content-language')).toBe('sv');
    });

    it('keeps lines within what mail may hold, with nothing but ASCII and CRLF', async () => {
      const long = 'Åke '.repeat(400);
      await under.transport.deliver(sampleMail({ subject: `${'Ö'.repeat(150)} slut`, text: long, html: `<p>${long}</p>` }));
      const raw = (await under.received())[0]?.toString('latin1') ?? '';
      expect(raw).toMatch(/^[\r\n\x20-\x7e]+$/);
      expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    });

    it('lets nothing in a subject become a header', async () => {
      await under.transport.deliver(sampleMail({ subject: 'Ny\r\nBcc: annan@example.org\r\n\r\nHej' }));
      const read = await PostalMime.parse((await under.received())[0] ?? '');
      expect(read.bcc).toBeUndefined();
      expect(read.headers.map(({ key }) => key)).not.toContain('bcc');
      expect(read.text?.trimEnd()).toBe(sampleMail().text.trimEnd());
    });

    it('sends the same octets again', async () => {
      await under.transport.deliver(sampleMail());
      const [first] = await under.received();
      await under.transport.deliver(sampleMail());
      const all = await under.received();
      expect(all).toHaveLength(under.transport.idempotent ? 1 : 2);
      expect(all.at(-1)?.equals(first ?? Buffer.of())).toBe(true);
    });

    it('says that it cannot reach its destination, and delivers when it can', async () => {
      await under.breakDown();
      const { outcome, detail } = await under.transport.deliver(sampleMail());
      expect(outcome).toBe('unreachable');
      expect(detail).toMatch(/\([A-Z_]+\)\.$/);
      expect(detail).not.toMatch(/@|2026-00123/);
      expect((await under.transport.verify()).ok).toBe(false);
      await under.mend();
      expect(await under.transport.verify()).toMatchObject({ ok: true });
      expect(await under.transport.deliver(sampleMail())).toMatchObject({ outcome: 'sent' });
      expect(await under.received()).toHaveLength(1);
    });

    it('sends nothing when it verifies', async () => {
      expect(await under.transport.verify()).toMatchObject({ ok: true });
      expect(await under.received()).toEqual([]);
    });
  });
}
