import { endSamba, offerSamba } from '../servers/shared-samba';
import { Installation } from '../support/installation';
import type { AccountJson } from '../support/service.types';
import type { AdMeasurements } from './ad-report';
import { BenchAd } from './ad-server';
import { BenchCatalogue } from './catalogue';
import { child, cleanUps, say } from './child';
import type { BenchOptions } from './options';
import { MUNICIPALITY } from './population';

interface Answer {
  done: { work: string; durationMs: number; status?: string; applied?: number; waiting?: number; compared?: number; drifts?: number }[];
  peakMemoryMb: number;
}

/** A municipality of so many, its catalogue, its installation, and an AD that holds nobody yet. */
interface Stand {
  catalogue: BenchCatalogue;
  ad: BenchAd;
  installation: Installation;
}

const NO_LIMIT = { count: 1_000_000, percent: 100 };

/** @param cleanUp what takes away what has been started so far, the newest first */
async function stand(people: number, source: BenchOptions['source'], cleanUp: (() => Promise<void>)[]): Promise<Stand> {
  const catalogue = await BenchCatalogue.make(people, source);
  cleanUp.unshift(() => catalogue.remove());
  const ad = await BenchAd.start();
  cleanUp.unshift(() => ad.remove());
  const installation = Installation.make({
    municipalities: [MUNICIPALITY],
    perMunicipality: { source: catalogue.source, brake: { changes: NO_LIMIT, creations: NO_LIMIT, removals: NO_LIMIT } },
    more: { externalAd: ad.configuration },
  });
  cleanUp.unshift(() => installation.remove());
  return { catalogue, ad, installation };
}

async function work({ installation }: Stand, ...works: string[]): Promise<Answer> {
  const answer = await child<Answer>('ad-once.cjs', [installation.config, ...works]);
  const amiss = answer.done.find(
    ({ status, waiting, drifts }) => (status ?? 'completed') !== 'completed' || (waiting ?? 0) > 0 || (drifts ?? 0) > 0,
  );
  if (amiss) throw new Error(`Work did not do what was expected: ${JSON.stringify(amiss)}`);
  return answer;
}

const took = ({ done }: Answer, ...works: string[]): number =>
  done.filter((one) => works.includes(one.work)).reduce((sum, { durationMs }) => sum + durationMs, 0);

async function on<T>(people: number, source: BenchOptions['source'], measure: (one: Stand) => Promise<T>): Promise<T> {
  const started: (() => Promise<void>)[] = [];
  const cleanUp = async (): Promise<void> => {
    for (const take of started.splice(0)) await take();
  };
  cleanUps.add(cleanUp);
  try {
    return await measure(await stand(people, source, started));
  } finally {
    await cleanUp();
    cleanUps.delete(cleanUp);
  }
}

/** What is compared is measured in turn, on one AD, so that whatever else the machine does meets both. */
export async function measureAd(options: BenchOptions): Promise<AdMeasurements> {
  await offerSamba();
  cleanUps.add(endSamba);
  try {
    return await measure(options);
  } finally {
    await endSamba();
    cleanUps.delete(endSamba);
  }
}

async function measure({ people, repetitions, source }: BenchOptions): Promise<AdMeasurements> {
  const created = Math.ceil(people / 5);
  const measured: AdMeasurements = {
    ...{ created, compared: people },
    ...{ createMs: [], ldapaddMs: [], compareMs: [], compareMemoryMb: [], ldapsearchMs: [], changeMs: [] },
  };
  for (let number = 1; number <= repetitions; number++) {
    say(`creating ${created} accounts ${number}/${repetitions}`);
    await on(created, source, async (one) => {
      await work(one, 'sync');
      measured.createMs.push(took(await work(one, 'dispatch'), 'dispatch'));
      const accounts = await one.installation.json<AccountJson[]>('accounts');
      measured.ldapaddMs.push(await one.ad.ldapadd(accounts.map(({ desired }) => desired)));
    });
  }
  say(`${people} accounts: filling the AD`);
  await on(people, source, async (one) => {
    await work(one, 'sync', 'dispatch');
    await work(one, 'compare'); // the first has groups to learn
    for (let number = 1; number <= repetitions; number++) {
      say(`${people} accounts: comparisons and changes ${number}/${repetitions}`);
      measured.ldapsearchMs.push(await one.ad.ldapsearch());
      const compared = await work(one, 'compare');
      measured.compareMs.push(took(compared, 'compare'));
      measured.compareMemoryMb.push(compared.peakMemoryMb);
      await one.catalogue.change(1);
      measured.changeMs.push(took(await work(one, 'sync', 'dispatch'), 'sync', 'dispatch'));
    }
  });
  return measured;
}
