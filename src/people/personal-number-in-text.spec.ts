import { holdsPersonalNumber, isPersonalNumberAsTelephone, maskPersonalNumbers, withoutPersonalNumbers } from './personal-number-in-text';

describe('a personnummer in a text', () => {
  it.each([
    ['Undersköterska 201701012393', 'Undersköterska'],
    ['20170101-2393 Undersköterska', 'Undersköterska'],
    ['Anna 170101-2393 Berg', 'Anna Berg'],
    ['Anna 1701012393 Berg', 'Anna Berg'],
    ['Anna (170101 2393)', 'Anna ( )'],
    ['Anna 170101+2393', 'Anna'],
    ['samordningsnummer 201701612393', 'samordningsnummer'],
    ['mistyped 20170101-2394', 'mistyped'],
    ['two 1701012393, 201701012393', 'two ,'],
    ['two 1701012393 201701012393', 'two'],
    ['numbered 170101-2393-12', 'numbered -12'],
    ['century apart 20 170101-2393', 'century apart'],
    ['date apart 2017-01-01-2393', 'date apart'],
    ['date with dots 17.01.01 2393', 'date with dots'],
    ['a dash 170101\u20132393', 'a dash'],
    ['a minus sign 170101\u22122393', 'a minus sign'],
    ['a hyphen that does not break 170101\u20112393', 'a hyphen that does not break'],
    ['a no-break space 170101\u00a02393', 'a no-break space'],
    ['a soft hyphen 20170101\u00ad2393', 'a soft hyphen'],
    ['a zero-width space 20170101\u200b2393', 'a zero-width space'],
    ['wide digits \uff11\uff17\uff10\uff11\uff10\uff11\uff0d\uff12\uff13\uff19\uff13', 'wide digits'],
    ['201701012393', ''],
  ])('is taken out of %j, or masked in it', (text, without) => {
    expect(holdsPersonalNumber(text)).toBe(true);
    expect(withoutPersonalNumbers(text)).toBe(without);
    expect(maskPersonalNumbers(text)).toContain('[personnummer]');
    expect(holdsPersonalNumber(maskPersonalNumbers(text))).toBe(false);
  });

  it.each([
    'Hemtjänst 2',
    'Kostnadsställe 4711',
    'Enhet 20170101',
    'org 212000-2502',
    'SE2120002502-1A2B',
    '1799992393',
    '17010123930',
    'Vikarie 2026-01-01 \u2013 2026-12-31',
    'Vikarie 20260101-20261231',
    '0687-123 45',
    'Åsa  Öberg',
    '\uff11 rum',
    '',
  ])('is not in %j', (text) => {
    expect(holdsPersonalNumber(text)).toBe(false);
    expect(withoutPersonalNumbers(text)).toBe(text);
    expect(maskPersonalNumbers(text)).toBe(text);
  });

  it('leaves the rest of the text where it was when it is masked', () => {
    expect(maskPersonalNumbers('Anna 170101-2393, Berg')).toBe('Anna [personnummer], Berg');
  });
});

describe('a telephone number', () => {
  it.each(['0701012393', '070-101 23 93', '+46701012393', '+4611123456', '063-14 75 00', '0687-123 45', '010-123 45 67', '12345'])(
    'is %s',
    (number) => {
      expect(isPersonalNumberAsTelephone(number)).toBe(false);
    },
  );

  it.each(['201701012393', '20170101-2393', '170101-2393', '170101+2393', '1701012393', 'ring 201701012393'])('is not %s', (number) => {
    expect(isPersonalNumberAsTelephone(number)).toBe(true);
  });
});
