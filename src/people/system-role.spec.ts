import { readSystemRole } from './system-role';

const near = (value: string, why: string) => ({ kind: 'near', value, why });

describe('the system role', () => {
  it.each([
    ['the very same text', ['RJH;LINK'], { kind: 'exact' }],
    ['among others', ['INTYG;Rehab-SE2321000156-1A2B', 'RJH;LINK', 'RJH;COSMIC'], { kind: 'exact' }],
    ['beside one that is nearly right', ['rjh;link', 'RJH;LINK'], { kind: 'exact' }],
    ['another case', ['rjh;Link'], near('rjh;Link', 'case')],
    ['a space within', ['RJH; LINK'], near('RJH; LINK', 'spaces')],
    ['a space around', ['RJH;LINK '], near('RJH;LINK ', 'spaces')],
    ['a no-break space', ['RJH;\u00a0LINK'], near('RJH;\u00a0LINK', 'spaces')],
    ['a zero-width space', ['RJH\u200b;LINK'], near('RJH\u200b;LINK', 'spaces')],
    ['a byte order mark', ['\ufeffRJH;LINK'], near('\ufeffRJH;LINK', 'spaces')],
    ['spaces and case', ['rjh ;link'], near('rjh ;link', 'spaces')],
    ['wide letters', ['ＲＪＨ;LINK'], near('ＲＪＨ;LINK', 'similar')],
    ['a unit', ['RJH;LINK-SE2120002502-U001'], near('RJH;LINK-SE2120002502-U001', 'unit-suffix')],
    ['a colon', ['RJH:LINK'], near('RJH:LINK', 'similar')],
    ['a comma', ['RJH,LINK'], near('RJH,LINK', 'similar')],
    ['no separator', ['RJHLINK'], near('RJHLINK', 'similar')],
    ['a letter after', ['RJH;LINK2'], near('RJH;LINK2', 'similar')],
    ['a letter before', ['XRJH;LINK'], near('XRJH;LINK', 'similar')],
    ['a part more', ['RJH;LINK;X'], near('RJH;LINK;X', 'similar')],
    ['a letter changed', ['RJH;LIMK'], near('RJH;LIMK', 'similar')],
    ['a letter left out', ['RJ;LINK'], near('RJ;LINK', 'similar')],
    ['two letters swapped', ['RJH;LNIK'], near('RJH;LNIK', 'similar')],
    ['the nearest of several', ['RJH;LINK2', 'RJH ;LINK', 'rjh;link'], near('rjh;link', 'case')],
    ['the first of two as near', ['RJH;LINK3', 'RJH;LINK2'], near('RJH;LINK2', 'similar')],
    ['another role of the system', ['RJH;COSMIC'], { kind: 'none' }],
    ['another system', ['INTYG;Rehab-SE2321000156-1A2B'], { kind: 'none' }],
    ['two letters changed', ['RJH;LAMK'], { kind: 'none' }],
    ['an empty value', [''], { kind: 'none' }],
    ['no value', [], { kind: 'none' }],
  ])('%s', (_what, values, expected) => {
    expect(readSystemRole(values, 'RJH;LINK')).toEqual(expected);
  });

  it('is the configured one, whatever that is', () => {
    expect(readSystemRole(['RJH;COSMIC'], 'RJH;COSMIC')).toEqual({ kind: 'exact' });
  });
});
