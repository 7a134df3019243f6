import { type AccessReadyMail } from './access-ready-mail';
import { composeMail, indexOf, maskModel } from './mail-model';

type Open = Extract<AccessReadyMail, { isProtected: false }>;

const mail = (change: Partial<Open> = {}): Open => ({
  kind: 'access-ready',
  audience: 'user',
  address: 'anna.exempelsson@berg.example.se',
  caseNumber: '2026-00123',
  asksToTell: false,
  link: 'https://tilltrade.example.se/cases/2026-00123',
  isProtected: false,
  hsaId: 'SE2120002502-B1A2',
  name: 'Anna Exempelsson',
  municipalityName: 'Bergs kommun',
  userPrincipalName: 'SE2120002502-B1A2@ext.example.se',
  units: ['Hemtjänst Norr'],
  guideUrl: 'https://guide.example.se/link',
  ...change,
});

it('tells the user what is ready, as whom to log in, and where the guide is', () => {
  const { subject, text } = composeMail(mail());
  expect(subject).toBe('Din behörighet är klar');
  for (const part of ['Bergs kommun', 'Hemtjänst Norr', 'SE2120002502-B1A2@ext.example.se', 'https://guide.example.se/link'])
    expect(text).toContain(part);
});

it('leaves out the guide where there is none', () => {
  expect(composeMail(mail({ guideUrl: null })).text).not.toContain('guide');
});

it.each([
  [false, false],
  [true, true],
])('tells whoever ordered it; asks them to tell where no mail can: %s', (asksToTell, asks) => {
  const { subject, text } = composeMail(mail({ audience: 'orderer', asksToTell }));
  expect(subject).toBe('[Behörighet] Klar – ärende 2026-00123 – Bergs kommun');
  expect(text).toContain('Anna Exempelsson');
  expect(text.includes('bekräfta sedan i Tillträde')).toBe(asks);
});

it.each(['user', 'orderer'] as const)('of somebody who becomes protected names nobody: to the %s', (audience) => {
  const masked = maskModel(mail({ audience }), new Set(['2026-00123']));
  const { subject, text, html } = composeMail(masked);
  expect(subject).toBe('[Behörighet] Klar – ärende 2026-00123');
  expect(`${subject}${text}${html}`).not.toMatch(/Anna|Exempelsson|B1A2|Bergs kommun|Hemtjänst/);
  expect(indexOf(masked)).toEqual({ subject, caseNumbers: ['2026-00123'], hsaId: null, isProtected: true });
});

it('of others is left as it is', () => {
  const open = mail();
  expect(maskModel(open, new Set(['2026-00124']))).toBe(open);
});
