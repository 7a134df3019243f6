import { inhabitants, NO_BRAKE } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file. Faked: the clock.

const unreadable = { attributes: { endDate: 'tills vidare' } };

let service: TestService;
onEachDatabase(() => {
  beforeEach(async () => {
    service = await TestService.start({ municipalities: [{ brake: { ...NO_BRAKE, removals: { count: 2, percent: 100 } } }] });
  });
  afterEach(() => service.close());

  it('people whose entries could not be trusted are no known ends: when their role goes, the brake counts them', async () => {
    const others = inhabitants(5, {}, 6);
    await service.syncWith(inhabitants(10));
    expect(await service.syncWith([...inhabitants(5, unreadable), ...others])).toMatchObject({ status: 'completed', held: 5, ended: 0 });
    expect(await service.syncWith([...inhabitants(5, { ...unreadable, roles: [] }), ...others])).toMatchObject({
      status: 'halted',
      ended: 0,
    });
    expect((await service.accounts()).filter(({ enabled }) => enabled)).toHaveLength(10);
  });
});
