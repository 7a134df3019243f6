import { loginTexts } from '../../texts/sv/login';
import { LOGIN_REFUSALS, isLoginRefusal, loginRefusalOf } from './login-refusal';

describe('why a login did not come about', () => {
  it.each([
    [{ error: 'access_denied' }, 'cancelled'],
    [{ error: 'login_required' }, 'cancelled'],
    [{ error: 'unmet_authentication_requirements' }, 'level-too-low'],
    [{ error: 'temporarily_unavailable' }, 'provider-unavailable'],
    [{ error: 'invalid_client', code: 'OAUTH_RESPONSE_BODY_ERROR' }, 'provider-unavailable'],
    [{ error: 'invalid_grant', code: 'OAUTH_RESPONSE_BODY_ERROR' }, 'response-invalid'],
    [{ code: 'ECONNREFUSED' }, 'provider-unavailable'],
    [{ code: 'ENOTFOUND' }, 'provider-unavailable'],
    [{ code: 'CERT_HAS_EXPIRED' }, 'provider-unavailable'],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'provider-unavailable'],
    [{ code: 'OAUTH_TIMEOUT' }, 'provider-unavailable'],
    [{ code: 'OAUTH_PARSE_ERROR' }, 'response-invalid'],
    [{ code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' }, 'response-invalid'],
    [{ code: 'OAUTH_KEY_SELECTION_FAILED' }, 'response-invalid'],
    [{ code: 'ERR_INVALID_ARG_VALUE' }, 'response-invalid'],
    [{}, 'response-invalid'],
  ])('%j is %s', (fault, code) => {
    expect(loginRefusalOf(fault)).toBe(code);
  });

  it('is known by its word alone', () => {
    expect(isLoginRefusal('level-too-low')).toBe(true);
    for (const other of ['', 'toString', '<script>', undefined, ['cancelled']]) expect(isLoginRefusal(other)).toBe(false);
  });

  it.each(LOGIN_REFUSALS)('%s says why and what to do', (code) => {
    const { why, whatToDo } = loginTexts.refusals[code];
    expect(why).toMatch(/^[A-ZÅÄÖ].+\.$/);
    expect(whatToDo).toMatch(/^[A-ZÅÄÖ].+\.$/);
  });
});
