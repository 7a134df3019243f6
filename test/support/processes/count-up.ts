import { createDataSource, dataSourceOptions } from '../../../src/platform/database/data-source';

/** Adds one to a counter many times: each time reads, lets others in between, and writes. Arguments: file, times. */
async function countUp(file: string, times: number): Promise<void> {
  const source = createDataSource(dataSourceOptions({ url: `sqlite:${file}`, root: '/', entities: [], migrations: [] }));
  await source.initialize();
  for (let time = 0; time < times; time += 1) {
    await source.transaction(async (manager) => {
      const [row] = await manager.query<[{ value: number }]>('SELECT "value" FROM "counter"');
      await new Promise(setImmediate);
      await manager.query('UPDATE "counter" SET "value" = ?', [row.value + 1]);
    });
  }
  await source.destroy();
}

const [file = '', times = '0'] = process.argv.slice(2);
void countUp(file, Number(times));
