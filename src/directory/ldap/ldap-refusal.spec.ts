import { LdapFault } from '../../platform/ldap/ldap-fault';
import { refusalOf } from './ldap-refusal';

const refusal = (...[kind, detail]: [LdapFault['kind'], LdapFault['detail']?]) =>
  refusalOf(new LdapFault(kind, 'hsa.example.se:636', detail));

it.each<[LdapFault['kind'], LdapFault['detail'], outcome: string, code: string]>([
  ['unreachable', { cause: 'ECONNREFUSED' }, 'failed', 'unreachable'],
  ['tls', { cause: 'CERT_HAS_EXPIRED' }, 'failed', 'tls'],
  ['credentials', {}, 'failed', 'credentials'],
  ['bind', { resultCode: 49 }, 'failed', 'bind'],
  ['undecodable', { cause: 'sn' }, 'failed', 'undecodable'],
  ['result', { resultCode: 12 }, 'failed', 'result-12'],
  ['result', { resultCode: 32 }, 'failed', 'result-32'],
  ['result', { resultCode: 50 }, 'failed', 'result-50'],
  ['result', { resultCode: 3 }, 'incomplete', 'result-3'],
  ['result', { resultCode: 4 }, 'incomplete', 'result-4'],
  ['result', { resultCode: 10 }, 'incomplete', 'result-10'],
  ['result', { resultCode: 11 }, 'incomplete', 'result-11'],
  ['result', { resultCode: 51 }, 'incomplete', 'result-51'],
  ['result', { resultCode: 4242 }, 'incomplete', 'result-4242'],
  ['result', {}, 'incomplete', 'result-unknown'],
  ['value-range', { cause: 'hsacommissionmember' }, 'incomplete', 'value-range'],
  ['lost', { cause: 'ECONNRESET' }, 'incomplete', 'lost'],
  ['timeout', {}, 'incomplete', 'timeout'],
  ['protocol', {}, 'incomplete', 'protocol'],
  ['paging-missing', {}, 'incomplete', 'paging-missing'],
  ['paging-repeated', {}, 'incomplete', 'paging-repeated'],
  ['reference', {}, 'incomplete', 'reference'],
  ['outside-base', {}, 'incomplete', 'outside-base'],
  ['sentinel', {}, 'incomplete', 'sentinel-missing'],
  ['aborted', {}, 'incomplete', 'aborted'],
])('%s %j is %s: %s, in one sentence that names the server', (kind, detail, outcome, code) => {
  const answer = refusal(kind, detail);
  expect(answer).toMatchObject({ outcome, code });
  expect(answer.reason).toContain('hsa.example.se:636');
  expect(answer.reason).toMatch(/^[A-ZÅÄÖ].*\.$/);
});

it.each([
  [3, 'timeLimitExceeded'],
  [4, 'sizeLimitExceeded'],
  [11, 'adminLimitExceeded'],
  [51, 'busy'],
  [4242, 'kod 4242'],
])('result code %s is named', (resultCode, name) => {
  expect(refusal('result', { resultCode }).reason).toContain(name);
});
