import { DataSource } from 'typeorm';
import { SettleService } from '../../src/access/settle.service';
import { PersonToSettleEntity } from '../../src/orders/order.entity';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { POSTGRES } from '../support/databases';
import { onDatabase } from '../support/each-database';
import { untilSomebodyWaits } from '../support/lock-wait';
import { place, ROLES_TO_ORDER } from '../support/orders';
import { TestService } from '../support/service';

/*
 * An order is placed in the very moment in which a run records the person. Real: the whole service, twice on one
 * PostgreSQL, where two transactions do not see each other. Faked: the clock, and that the run stands still just before
 * it commits.
 */

jest.setTimeout(60_000);

const NEWCOMER = hsaIdOf(20);
const catalogue = [...inhabitants(3), inhabitant(20)];

onDatabase(POSTGRES, () => {
  let service: TestService;
  let other: TestService;
  beforeEach(async () => {
    service = await TestService.start({ municipalities: [{ policy: { requireOrder: true } }], configuration: ROLES_TO_ORDER });
    other = await service.another();
    await service.syncWith(inhabitants(3));
  });
  afterEach(async () => {
    await other.close();
    await service.close();
  });

  const waiting = () => service.get(DataSource).manager.find(PersonToSettleEntity);

  it('is seen by the next run, though the entry does not move', async () => {
    const settler = service.get(SettleService);
    const settle = settler.settle.bind(settler);
    let placing = null as Promise<string> | null;
    const meanwhile = jest.spyOn(settler, 'settle').mockImplementation(async (...words) => {
      const settled = await settle(...words);
      if (placing) return settled;
      // It has decided without the person, whom nobody else sees yet, and waits for the run to end before it is written down.
      placing = place(other, NEWCOMER);
      await untilSomebodyWaits(other.dataSource.manager);
      return settled;
    });
    expect(await service.syncWith(catalogue)).toMatchObject({ status: 'completed', created: 0 });
    meanwhile.mockRestore();
    expect(await placing).toBe('B2026-00001');
    expect(await service.accounts()).toEqual([]);
    expect(await waiting()).toMatchObject([{ municipality: 'berg', hsaIdKey: NEWCOMER.toLowerCase() }]);

    expect(await service.preview()).toMatchObject({ created: 1 });
    expect(await service.sync()).toMatchObject({ created: 1 });
    expect(await service.accounts()).toMatchObject([{ hsaId: NEWCOMER, enabled: true }]);
    expect(await waiting()).toEqual([]);
    expect(await service.sync()).toMatchObject({ created: 0, changed: 0 });
  });

  it('is not forgotten by a run that halts', async () => {
    service.writeCatalogue('berg', catalogue);
    await place(other, NEWCOMER);
    expect(await waiting()).toHaveLength(1);
    service.writeText('berg', 'version: 1\n\ndn: cn=avbruten');
    expect(await service.sync()).toMatchObject({ status: 'incomplete' });
    expect(await waiting()).toHaveLength(1);
    expect(await service.syncWith(catalogue)).toMatchObject({ created: 1 });
    expect(await waiting()).toEqual([]);
  });
});
