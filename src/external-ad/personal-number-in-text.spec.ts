import { holdsPersonalNumber, isPersonalNumberAsTelephone, withoutPersonalNumbers } from './personal-number-in-text';

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
    ['201701012393', ''],
  ])('is taken out of %j', (text, without) => {
    expect(withoutPersonalNumbers(text)).toBe(without);
    expect(holdsPersonalNumber(text)).toBe(true);
  });

  it.each(['Hemtjänst 2', 'Kostnadsställe 4711', 'Enhet 20170101', 'org 212000-2502', '1799992393', '17010123930', 'Åsa Öberg', ''])(
    'is not in %j',
    (text) => {
      expect(withoutPersonalNumbers(text)).toBe(text);
      expect(holdsPersonalNumber(text)).toBe(false);
    },
  );
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
