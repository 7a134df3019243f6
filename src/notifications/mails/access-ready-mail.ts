import { accessReadyTexts as texts, footer } from '../../texts/sv/mails';
import type { Block, MailDocument } from './document';

interface AccessReadyBase {
  kind: 'access-ready';
  /** The user, or whoever ordered it. */
  audience: 'user' | 'orderer';
  /** Where it goes. Kept only here, sealed: an address often is a name. */
  address: string;
  caseNumber: string;
  /** No mail can tell the person: whoever ordered it does, and confirms it. */
  asksToTell: boolean;
  /** To the case in this service, for the orderer. */
  link: string;
}

/** *Din behörighet är klar*: to the user, and to whoever ordered it. About a protected person it says nothing but the case number. */
export type AccessReadyMail =
  | (AccessReadyBase & { isProtected: true })
  | (AccessReadyBase & {
      isProtected: false;
      hsaId: string;
      name: string;
      municipalityName: string;
      userPrincipalName: string;
      /** Names of the units, or their HSA-ids. */
      units: string[];
      /** `serviceDesk.guideUrl`. */
      guideUrl: string | null;
    });

/**
 * | person    | audience | subject                             | body                                                    |
 * |-----------|----------|-------------------------------------|---------------------------------------------------------|
 * | open      | user     | Din behörighet är klar              | what, where, log in as, guide                           |
 * | open      | orderer  | event, case number and municipality | who, what; to tell them where no mail can               |
 * | protected | any      | event and case number               | case number; to tell them and to confirm it; link       |
 */
export function accessReadyMail(mail: AccessReadyMail): MailDocument {
  const asks: Block[] = mail.asksToTell ? [{ kind: 'paragraph', text: texts.tell }] : [];
  if (mail.isProtected) {
    const blocks: Block[] = [{ kind: 'paragraph', text: texts.protected(mail.caseNumber) }, ...asks];
    return { subject: texts.protectedSubject(mail.caseNumber), blocks, footer: null };
  }
  return mail.audience === 'user' ? toUser(mail) : toOrderer(mail, asks);
}

type OpenMail = Extract<AccessReadyMail, { isProtected: false }>;

const toUser = ({ municipalityName, units, userPrincipalName, guideUrl }: OpenMail): MailDocument => ({
  subject: texts.subject,
  blocks: [
    { kind: 'paragraph', text: texts.ready },
    { kind: 'facts', rows: [...where(municipalityName, units), { label: texts.userPrincipalName, value: userPrincipalName }] },
    { kind: 'paragraph', text: texts.logIn },
    ...guide(guideUrl),
  ],
  footer,
});

const toOrderer = ({ caseNumber, municipalityName, name, hsaId, units, guideUrl }: OpenMail, asks: Block[]): MailDocument => ({
  subject: texts.ordererSubject(caseNumber, municipalityName),
  blocks: [
    { kind: 'paragraph', text: texts.readyFor(name) },
    ...asks,
    { kind: 'facts', rows: [{ label: texts.name, value: name }, { label: texts.hsaId, value: hsaId }, ...where(municipalityName, units)] },
    ...guide(guideUrl),
  ],
  footer,
});

const where = (municipalityName: string, units: string[]) => [
  { label: texts.municipality, value: municipalityName },
  ...(units.length === 0 ? [] : [{ label: texts.units, value: units }]),
];

const guide = (url: string | null): Block[] => (url === null ? [] : [{ kind: 'link', label: texts.guide, url }]);
