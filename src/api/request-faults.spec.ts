import { z } from 'zod';
import { fieldTexts } from '../texts/problems';
import { requestFaults } from './request-faults';

const schema = z.strictObject({
  name: z.string().min(2).max(5).optional(),
  count: z.int().min(1).max(9).multipleOf(2).optional(),
  role: z.enum(['a', 'b']).optional(),
  day: z.iso.date().optional(),
  units: z.array(z.strictObject({ from: z.string() })).optional(),
  own: z
    .string()
    .refine(() => false, { params: { en: 'Is no HSA-id.', sv: 'Är inget HSA-id.' } })
    .optional(),
  plain: z
    .string()
    .refine(() => false)
    .optional(),
  'a/b~c': z.string().optional(),
});
const CANARY = 'Anna Canary 20170101-2393';

describe('what is wrong with a request', () => {
  it.each<[string, unknown, string, { en: string }]>([
    ['is missing', { units: [{}] }, '/units/0/from', fieldTexts.missing],
    ['is of the wrong type', { name: 17 }, '/name', fieldTexts.type],
    ['is null', { name: null }, '/name', fieldTexts.type],
    ['is too short', { name: 'x' }, '/name', fieldTexts.small],
    ['is too long', { name: CANARY }, '/name', fieldTexts.big],
    ['is too large', { count: 10 }, '/count', fieldTexts.big],
    ['is not a multiple', { count: 3 }, '/count', fieldTexts.format],
    ['is no day', { day: CANARY }, '/day', fieldTexts.format],
    ['cannot be chosen', { role: CANARY }, '/role', fieldTexts.value],
    ['is a field that is not known', { [CANARY]: CANARY }, '', fieldTexts.unknown],
    ['is a field that is not known, further in', { units: [{ from: 'x', [CANARY]: 1 }] }, '/units/0', fieldTexts.unknown],
    ['has a text of its own', { own: CANARY }, '/own', { en: 'Is no HSA-id.' }],
    ['has none', { plain: CANARY }, '/plain', fieldTexts.other],
    ['has a name that a pointer must escape', { 'a/b~c': 1 }, '/a~1b~0c', fieldTexts.type],
    ['is not an object', CANARY, '', fieldTexts.type],
  ])('%s: told without what was sent', (_what, sent, pointer, text) => {
    const faults = requestFaults('body', schema.safeParse(sent).error?.issues ?? [], sent);
    expect(faults).toEqual([expect.objectContaining({ in: 'body', pointer, en: text.en })]);
    expect(JSON.stringify(faults)).not.toMatch(/canary|2393/i);
  });

  it('is told all at once', () => {
    const sent = { name: 'x', role: 'c', more: 1 };
    expect(
      requestFaults('query', schema.safeParse(sent).error?.issues ?? [], sent)
        .map(({ pointer }) => pointer)
        .sort(),
    ).toEqual(['', '/name', '/role']);
  });
});
