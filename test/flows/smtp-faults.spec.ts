import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { SmtpTransport } from '../../src/notifications/smtp/smtp.transport';
import { buildCaseMail } from '../support/builders/mail';
import { makeCertificate } from '../support/certificates';
import { startOutbox, type TestOutbox } from '../support/outbox';
import { type Fault, type SmtpOptions, TestSmtpServer } from '../support/smtp';

// Real here: outbox, dispatcher, database, nodemailer, TLS and an SMTP server on loopback. Faked: the clock.

const certificate = makeCertificate();
const elsewhere = makeCertificate('DNS:another.example.se');
const login = { user: 'tilltrade', password: 'hemligt lösenord' };
const all = { ignoreBackoff: true };

let box: TestOutbox;
const servers: TestSmtpServer[] = [];
beforeEach(async () => {
  box = await startOutbox();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  await box.close();
});
afterAll(() => {
  certificate.remove();
  elsewhere.remove();
});

async function startServer(options: SmtpOptions, fault: Fault | null = null): Promise<TestSmtpServer> {
  const server = await TestSmtpServer.start(options);
  server.fault = fault;
  servers.push(server);
  return server;
}

const passwordFile = join(certificate.caFile, '..', 'password');
writeFileSync(passwordFile, `${login.password}\n`);

interface Client {
  caFile?: string | null;
  user?: string | null;
  timeoutSeconds?: number;
}

const transportTo = (url: string, { caFile = null, user = null, timeoutSeconds = 5 }: Client = {}): SmtpTransport =>
  new SmtpTransport({
    kind: 'smtp',
    url,
    caFile,
    user,
    passwordFile: user === null ? null : passwordFile,
    passwordEnv: null,
    timeoutSeconds,
    from: 'tilltrade@example.se',
  });

const dispatchTo = ({ url }: { url: string }, client?: Client) => box.dispatcher(transportTo(url, client)).dispatch(all);

const onlyMail = async () => (await box.outbox.list())[0];

describe.each([true, false])('a fault at each phase (pipelining: %s)', (pipelining) => {
  it.each<[string, Fault, { state: string; stored: number; unknownOutcomes: number }, RegExp]>([
    ['4xx instead of a greeting', { at: 'connect', does: { reply: [421, '4.3.2 busy'] } }, waiting(), /tar inte emot.*421 4\.3\.2/],
    ['5xx instead of a greeting', { at: 'connect', does: { reply: [554, '5.3.2 no'] } }, waiting(), /tar inte emot.*554 5\.3\.2/],
    ['a drop before the greeting', { at: 'connect', does: 'drop' }, waiting(), /inte att nå \(ECONN/],
    ['no greeting', { at: 'connect', does: 'hang' }, waiting(), /inte att nå \(ETIMEDOUT\)/],
    ['4xx to MAIL', { at: 'mail', does: { reply: [451, '4.3.0 later'] } }, waiting(), /451 4\.3\.0 later på MAIL FROM/],
    ['421 to MAIL', { at: 'mail', does: { reply: [421, '4.3.2 bye'] } }, waiting(), /tar inte emot.*421 4\.3\.2/],
    ['5xx to MAIL', { at: 'mail', does: { reply: [550, '5.7.1 no'] } }, failed(), /550 5\.7\.1 no på MAIL FROM/],
    ['"log in first" to MAIL', { at: 'mail', does: { reply: [530, '5.7.0 log in'] } }, waiting(), /inloggningen \(530 5\.7\.0\)/],
    ['a drop at MAIL', { at: 'mail', does: 'drop' }, waiting(), /innan mejlet hade börjat/],
    ['4xx to RCPT', { at: 'rcpt', does: { reply: [451, '4.7.1 greylisted'] } }, waiting(), /451 4\.7\.1 greylisted på RCPT TO/],
    ['5xx to RCPT', { at: 'rcpt', does: { reply: [550, '5.1.1 unknown'] } }, failed(), /550 5\.1\.1 unknown på RCPT TO/],
    ['a drop at RCPT', { at: 'rcpt', does: 'drop' }, waiting(), /innan mejlet hade börjat/],
    ['silence at RCPT', { at: 'rcpt', does: 'hang' }, waiting(), /innan mejlet hade börjat.*ETIMEDOUT/],
    ['4xx to DATA', { at: 'data', does: { reply: [451, '4.3.0 later'] } }, waiting(), /451 4\.3\.0 later på DATA/],
    ['5xx to DATA', { at: 'data', does: { reply: [554, '5.5.1 no'] } }, failed(), /554 5\.5\.1 no på DATA/],
    ['a drop before DATA is answered', { at: 'data', does: 'drop' }, waiting(), /innan mejlet hade börjat/],
    ['silence at DATA', { at: 'data', does: 'hang' }, waiting(), /innan mejlet hade börjat.*ETIMEDOUT/],
    ['4xx after the text', { at: 'text', does: { reply: [451, '4.3.0 later'] } }, waiting(), /451 4\.3\.0 när den hade fått/],
    ['5xx after the text', { at: 'text', does: { reply: [554, '5.6.0 no'] } }, failed(), /554 5\.6\.0 när den hade fått/],
    ['a drop after the text', { at: 'text', does: 'drop' }, waiting({ unknownOutcomes: 1 }), /kan ha kommit fram/],
    [
      'a drop after it was stored',
      { at: 'text', does: 'store-and-drop' },
      waiting({ stored: 1, unknownOutcomes: 1 }),
      /kan ha kommit fram/,
    ],
    ['silence after the text', { at: 'text', does: 'hang' }, waiting({ unknownOutcomes: 1 }), /ETIMEDOUT.*kan ha kommit fram/],
    [
      'silence after it was stored',
      { at: 'text', does: 'store-and-hang' },
      waiting({ stored: 1, unknownOutcomes: 1 }),
      /ETIMEDOUT.*kan ha/,
    ],
    ['an answer that never ends', { at: 'text', does: 'drip' }, waiting({ unknownOutcomes: 1 }), /ETIMEDOUT.*kan ha kommit fram/],
  ])('%s', async (_what, fault, { state, stored, unknownOutcomes }, lastError) => {
    const server = await startServer({ tls: 'none', pipelining }, fault);
    await box.queue(buildCaseMail());
    const isSlow = fault.does === 'hang' || fault.does === 'store-and-hang' || fault.does === 'drip';
    const result = await dispatchTo(server, { timeoutSeconds: isSlow ? 0.7 : 5 });
    expect(result).toMatchObject({ sent: 0, attemptsFailed: 1, [state]: 1 });
    expect(await onlyMail()).toMatchObject({ state, attempts: 1, unknownOutcomes, lastError: expect.stringMatching(lastError) as string });
    expect((await onlyMail())?.lastError).not.toMatch(/@|Exempelsson|Berg/);
    expect(server.messages).toHaveLength(stored);

    server.fault = null;
    const afterwards = await dispatchTo(server);
    const delivered = state === 'waiting' ? 1 : 0;
    expect(afterwards).toMatchObject({ sent: delivered, attemptsFailed: 0, waiting: 0 });
    expect(server.messages).toHaveLength(stored + delivered);
  });
});

function waiting({ stored = 0, unknownOutcomes = 0 } = {}) {
  return { state: 'waiting', stored, unknownOutcomes };
}

function failed() {
  return { state: 'failed', stored: 0, unknownOutcomes: 0 };
}

describe('a mail that was stored though its sender never heard', () => {
  it('is sent once more with the same Message-ID, and is then shown as unknown', async () => {
    const server = await startServer({ tls: 'none' }, { at: 'text', does: 'store-and-drop' });
    await box.queue(buildCaseMail());
    for (let round = 1; round <= 4; round += 1) await dispatchTo(server);
    expect(server.messages).toHaveLength(2);
    const [first, second] = await Promise.all(server.messages.map(({ raw }) => PostalMime.parse(raw)));
    expect(second).toEqual(first);
    const mail = await onlyMail();
    expect(mail).toMatchObject({ state: 'unknown', attempts: 2, unknownOutcomes: 2, messageId: first?.messageId });
    expect((await box.outbox.listForCase('2026-00123'))[0]?.trail.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
  });

  it('is not shown as failed when its second copy is refused', async () => {
    const server = await startServer({ tls: 'none' }, { at: 'text', does: 'store-and-drop' });
    await box.queue(buildCaseMail());
    await dispatchTo(server);
    server.fault = { at: 'rcpt', does: { reply: [550, '5.1.1 gone'] } };
    expect(await dispatchTo(server)).toMatchObject({ unknown: 1, failed: 0 });
  });
});

describe('several recipients', () => {
  it.each([450, 550])('of whom one is refused with %i is no success, and is not tried again', async (code) => {
    const server = await startServer({ tls: 'none' }, { at: 'rcpt', does: { reply: [code, '.1.1 no'] }, recipient: 'bo@example.se' });
    const delivery = await transportTo(server.url).deliver({
      id: '01a1fc10-7760-7000-8000-000000000001',
      messageId: '<1@example.se>',
      date: box.clock.now(),
      from: 'tilltrade@example.se',
      to: ['anna@example.se', 'bo@example.se'],
      subject: 'Hej',
      text: 'Hej',
      html: '<p>Hej</p>',
    });
    expect(delivery).toEqual({ outcome: 'permanent', detail: `Mejlservern nekade 1 av 2 mottagare (${code}); de andra har fått mejlet.` });
    expect(server.messages.map(({ to }) => to)).toEqual([['anna@example.se']]);
  });
});

describe('encryption and login', () => {
  const secured = { caFile: certificate.caFile, user: login.user };

  it.each(['starttls', 'smtps'] as const)('are both there with %s', async (tls) => {
    const server = await startServer({ tls, certificate, login });
    await box.queue(buildCaseMail());
    expect(await dispatchTo(server, secured)).toMatchObject({ sent: 1 });
    expect(server.messages).toMatchObject([{ user: login.user, encrypted: true, to: ['servicecenter@example.se'] }]);
  });

  it.each<[string, SmtpOptions, Client, RegExp]>([
    [
      'a certificate nobody vouches for',
      { tls: 'smtps', certificate, login },
      { user: login.user },
      /lita på \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    ],
    ['one that nobody vouches for, after STARTTLS', { tls: 'starttls', certificate, login }, { user: login.user }, /lita på \(DEPTH_ZERO/],
    [
      "another machine's certificate",
      { tls: 'smtps', certificate: elsewhere, login },
      { ...secured, caFile: elsewhere.caFile },
      /lita på \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    ],
    [
      "another machine's certificate, after STARTTLS",
      { tls: 'starttls', certificate: elsewhere, login },
      { ...secured, caFile: elsewhere.caFile },
      /lita på \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    ],
    ['no STARTTLS', { tls: 'none', login }, secured, /inte med på kryptering/],
    [
      'a refused login',
      { tls: 'starttls', certificate, login: { ...login, password: 'another' } },
      secured,
      /inloggningen \(535 5\.7\.8\)/,
    ],
    ['no login on offer', { tls: 'starttls', certificate }, secured, /inloggningen \(/],
    [
      'a CA file that is not there',
      { tls: 'smtps', certificate, login },
      { ...secured, caFile: '/nonexistent.pem' },
      /mail\.caFile .*ENOENT/,
    ],
  ])('with %s nothing is sent, and the mail waits for somebody to mend it', async (_what, options, client, lastError) => {
    const server = await startServer(options);
    await box.queue(buildCaseMail());
    expect(await dispatchTo(server, client)).toMatchObject({ sent: 0, failed: 0, waiting: 1, attemptsFailed: 1 });
    expect((await onlyMail())?.lastError).toMatch(lastError);
    expect((await onlyMail())?.lastError).not.toMatch(/hemligt|tilltrade/);
    expect(server.dialogue).not.toContain('mail');
    expect(await transportTo(server.url, client).verify()).toEqual({ ok: false, detail: (await onlyMail())?.lastError });
  });

  it('without a password for its user nothing is sent', async () => {
    const transport = new SmtpTransport({
      kind: 'smtp',
      url: 'smtp://127.0.0.1:9',
      caFile: null,
      user: login.user,
      passwordFile: null,
      passwordEnv: 'TILLTRADE_NO_SUCH_VARIABLE',
      timeoutSeconds: 1,
      from: 'tilltrade@example.se',
    });
    expect(await transport.verify()).toEqual({ ok: false, detail: 'mail.passwordEnv pekar på en miljövariabel som inte är satt.' });
  });
});

describe('many mails and a server that is away', () => {
  it('are kept, and all sent once when it is back', async () => {
    const server = await startServer({ tls: 'none' });
    const { port } = server;
    await server.close();
    servers.splice(0);
    const numbers = Array.from({ length: 6 }, (_, index) => `2026-0000${index + 1}`);
    await box.queue(...numbers.map((caseNumber) => buildCaseMail({ caseNumber })));
    expect(await dispatchTo({ url: `smtp://127.0.0.1:${port}` })).toMatchObject({
      sent: 0,
      waiting: 6,
      attemptsFailed: 3,
    });
    expect((await onlyMail())?.lastError).toBe('Mejlservern går inte att nå (ECONNREFUSED).');

    const back = await startServer({ tls: 'none', port });
    expect(await dispatchTo(back)).toMatchObject({ sent: 6, waiting: 0 });
    const subjects = await Promise.all(back.messages.map(async ({ raw }) => (await PostalMime.parse(raw)).subject));
    expect(subjects.sort()).toEqual(numbers.map((number) => `[Behörighet] Ny – ärende ${number} – Bergs kommun`));
  });
});
