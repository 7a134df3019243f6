import { identityOf, type IdentityRules } from './identity-claims';

const LOA3 = 'http://id.sambi.se/loa/loa3';
const RULES: IdentityRules = { claim: 'employeeHsaId', acr: [LOA3], allowTestHsaIds: false };
const HSA_ID = 'SE2120002502-4QBG';
const CLAIMS = { sub: 'x', acr: LOA3, employeeHsaId: HSA_ID, given_name: 'Åsa', family_name: 'Öberg' };

describe('who logged in', () => {
  it.each<[string, object, unknown]>([
    ['without a level', { acr: undefined }, 'level-too-low'],
    ['at a lower level', { acr: 'http://id.sambi.se/loa/loa2' }, 'level-too-low'],
    ['with several levels', { acr: [LOA3] }, 'level-too-low'],
    ['without the claim', { employeeHsaId: undefined }, 'hsa-id-missing'],
    ['with an empty one', { employeeHsaId: '' }, 'hsa-id-missing'],
    ['with none in the list', { employeeHsaId: [] }, 'hsa-id-missing'],
    ['with several', { employeeHsaId: [HSA_ID, 'SE2120002494-4QBG'] }, 'hsa-id-ambiguous'],
    ['with several in one text', { employeeHsaId: `${HSA_ID} SE2120002494-4QBG` }, 'hsa-id-invalid'],
    ['with a personnummer', { employeeHsaId: '201701012393' }, 'hsa-id-invalid'],
    ['with a blank after it', { employeeHsaId: `${HSA_ID} ` }, 'hsa-id-invalid'],
    ['with a number', { employeeHsaId: 7 }, 'hsa-id-invalid'],
    ['with a test id', { employeeHsaId: 'TSTNMT2120002502-1001' }, 'hsa-id-invalid'],
    ['with one', {}, { hsaId: HSA_ID, name: 'Åsa Öberg', acr: LOA3 }],
    ['with one in a list', { employeeHsaId: [HSA_ID] }, { hsaId: HSA_ID, name: 'Åsa Öberg', acr: LOA3 }],
    ['without names', { given_name: undefined, family_name: ' ' }, { hsaId: HSA_ID, name: HSA_ID, acr: LOA3 }],
  ])('%s', (_name, more, expected) => {
    expect(identityOf({ ...CLAIMS, ...more }, {}, RULES)).toEqual(expected);
  });

  it('is taken with a test id where those are allowed', () => {
    const claims = { ...CLAIMS, employeeHsaId: 'TSTNMT2120002502-1001' };
    expect(identityOf(claims, {}, { ...RULES, allowTestHsaIds: true })).toMatchObject({ hsaId: 'TSTNMT2120002502-1001' });
  });

  it('may be told beside the id token, but never at which level', () => {
    const { employeeHsaId, acr, ...token } = CLAIMS;
    expect(identityOf({ ...token, acr }, { employeeHsaId }, RULES)).toMatchObject({ hsaId: HSA_ID });
    expect(identityOf(token, { employeeHsaId, acr }, RULES)).toBe('level-too-low');
  });

  it('is whom the id token says, whatever is said beside it', () => {
    expect(identityOf(CLAIMS, { employeeHsaId: 'SE2120002494-NWCF' }, RULES)).toMatchObject({ hsaId: HSA_ID });
  });
});
