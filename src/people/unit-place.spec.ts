import { unitPlaceOf } from './unit-place';

describe('unitPlaceOf', () => {
  it.each([
    ['no unit', [], null],
    ['the organisation', ['se-1'], '|se-1|'],
    ['a unit', ['se-1', 'se-2'], '|se-1|se-2|'],
  ])('%s', (_case, units, path) => {
    expect(unitPlaceOf(units)?.path ?? null).toBe(path);
  });

  it('knows a place by itself: the same every time, another for another', () => {
    const places = [['se-1'], ['se-1', 'se-2'], ['se-2'], ['se-1-se-2']].map((units) => unitPlaceOf(units)?.place);
    expect(new Set(places).size).toBe(4);
    expect(unitPlaceOf(['se-1', 'se-2'])?.place).toBe(places[1]);
    expect(places.every((place) => place?.length === 16)).toBe(true);
  });
});
