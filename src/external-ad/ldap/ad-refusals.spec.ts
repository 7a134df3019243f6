import { inspect } from 'node:util';
import { DistinguishedNameError } from '../../people/distinguished-name';
import { SecretError } from '../../platform/config/secret-file';
import { LdapFault, type LdapFaultKind, NoServerFault, UnansweredWrite } from '../../platform/ldap/ldap-fault';
import { AdRefusal } from '../active-directory';
import { adRefusalTexts } from '../../texts/sv/ad-refusals';
import { asRefusal, heldBack, refusedWrite } from './ad-refusals.ldap';

const server = 'dc1.ad.example.se:636';
const BAD_PASSWORD = '80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data 52e, v3839';
const fault = (kind: LdapFaultKind, resultCode?: number, diagnostic?: string): LdapFault =>
  new LdapFault(kind, server, resultCode === undefined ? {} : { resultCode }, diagnostic);

it.each<[what: string, error: unknown, kind: string, code: string]>([
  ['a write without an answer', new UnansweredWrite(fault('lost')), 'unknown', 'lost'],
  ['a write without an answer in time', new UnansweredWrite(fault('timeout')), 'unknown', 'timeout'],
  ['a connection that ended before', fault('lost'), 'transient', 'lost'],
  ['a search that was refused', fault('result', 50), 'transient', 'no-rights'],
  ['a search whose time was up: it has written nothing', fault('result', 3), 'transient', 'time-limit'],
  ['a search that is to go elsewhere', fault('result', 10), 'transient', 'reference'],
  ['a log-in that was refused', fault('bind', 49, BAD_PASSWORD), 'transient', 'bad-credentials'],
  ['no server', new NoServerFault([fault('unreachable'), fault('tls')]), 'transient', 'unreachable'],
  ['half an answer', fault('paging-missing'), 'transient', 'incomplete-read'],
  ['an answer for ever', fault('paging-repeated'), 'transient', 'incomplete-read'],
  ['an OU that is not seen', fault('sentinel'), 'transient', 'incomplete-read'],
  ['a reference', fault('reference'), 'transient', 'reference'],
  ['something from elsewhere', fault('outside-base'), 'transient', 'outside-base'],
  ['no password', new SecretError('externalAd.bind.passwordFile', 'saknas'), 'transient', 'credentials'],
  ['a name that is none', new DistinguishedNameError('type', 0), 'transient', 'undecodable'],
])('%s becomes a refusal that has a sentence', (_what, error, kind, code) => {
  expect(asRefusal(error)).toMatchObject({ kind, code });
  expect(adRefusalTexts.codes).toContain(code);
});

it('passes on a refusal, and throws a surprise', () => {
  const refusal = heldBack('not-ours', server);
  expect(refusal).toMatchObject({ kind: 'permanent', code: 'not-ours', server });
  expect(asRefusal(refusal)).toBe(refusal);
  const surprise = new TypeError('surprise');
  expect(() => asRefusal(surprise)).toThrow(surprise);
});

it('tells the codes of a refused write and nothing that AD quoted', () => {
  const diagnosticMessage =
    '0000202F: AtrErr: DSID-03153490, #1:\n\t0: 0000202F: DSID-03153490, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 2 (sn):len 8 Hemliga';
  const refusal = refusedWrite({ resultCode: 19, diagnosticMessage }, server, { operation: 'modify', writes: ['sn', 'mail'] });
  expect(refusal).toBeInstanceOf(AdRefusal);
  expect(refusal).toMatchObject({
    kind: 'permanent',
    code: 'constraint',
    detail: { resultCode: 19, subCode: '0000202F', attribute: 'sn' },
  });
  const shown = (error: Error): string => `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}${error.message}`;
  expect(shown(refusal)).not.toContain('Hemliga');
  expect(shown(fault('result', 19, diagnosticMessage))).not.toContain('Hemliga');
});
