import type { DataSource, EntityManager } from 'typeorm';
import { CosmicFacts } from '../../src/cosmic/cosmic-facts.repository';
import { FactsRepository } from '../../src/access/facts.repository';
import { AgreementsRepository } from '../../src/agreements/agreements.repository';
import { AccountQueue } from '../../src/external-ad/account-queue.repository';
import { AccountsRepository } from '../../src/external-ad/accounts.repository';
import { FindingsService } from '../../src/findings/findings.service';
import { OutboxRepository } from '../../src/notifications/outbox.repository';
import { OutboxService } from '../../src/notifications/outbox.service';
import { OrderFacts } from '../../src/orders/order-facts.repository';
import { PeopleRepository } from '../../src/people/people.repository';
import { type Configuration, configurationSchema } from '../../src/platform/config/schema';
import { SealedBox } from '../../src/platform/sealed-box';
import { HaltedPlans } from '../../src/reconciliation/halted-plans.service';
import { CaseService } from '../../src/service-desk/case.service';
import { GrantsRepository } from '../../src/service-desk/grants.repository';
import { TellServiceDesk } from '../../src/service-desk/tell-service-desk.service';
import { minimalConfiguration } from './builders/configuration';
import { DATABASES, type DatabaseKind, type MigratedDatabase, migratedDatabase } from './databases';
import { MovingClock } from './fakes/moving-clock';

export const MUNICIPALITY = { code: 'berg', name: 'Bergs kommun' };

/** Everything that keeps something, on one connection. Real: all of it. Faked: the clock, which stands still. */
export class Storage {
  readonly clock = new MovingClock();
  readonly box = new SealedBox(Buffer.alloc(32, 7));
  readonly configuration: Configuration;
  readonly people = new PeopleRepository(this.box);
  readonly accounts = new AccountsRepository();
  readonly queue = new AccountQueue(this.accounts);
  readonly agreements = new AgreementsRepository(this.box);
  readonly facts = new FactsRepository(
    this.people,
    this.box,
    new OrderFacts(this.clock),
    new GrantsRepository(),
    new CosmicFacts(),
    this.agreements,
  );
  readonly findings = new FindingsService(this.box);
  readonly plans: HaltedPlans;
  readonly outbox: OutboxService;
  readonly cases: CaseService;
  readonly serviceDesk: TellServiceDesk;

  constructor(readonly source: DataSource) {
    this.configuration = configurationSchema.parse({ ...minimalConfiguration(), notifications: { digestFrom: 3 } });
    this.plans = new HaltedPlans(source, this.box);
    this.outbox = new OutboxService(source, new OutboxRepository(), this.box, this.clock, this.configuration);
    this.cases = new CaseService(this.box, this.outbox);
    this.serviceDesk = new TellServiceDesk(this.configuration, this.box, this.outbox);
  }

  get manager(): EntityManager {
    return this.source.manager;
  }

  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.source.transaction(work);
  }
}

interface StorageContext {
  readonly storage: Storage;
  readonly database: MigratedDatabase;
  /** The same database as one more process has it. */
  another(): Promise<Storage>;
}

/** Says the same of each database: a new one, with the schema of the migrations, for each test. */
export function describeStorage(what: string, tests: (context: StorageContext) => void): void {
  describe.each(DATABASES)(`${what} on $name`, (kind: DatabaseKind) => {
    let database: MigratedDatabase;
    let storage: Storage;
    beforeEach(async () => {
      database = await migratedDatabase(kind);
      storage = new Storage(database.source);
    });
    afterEach(() => database.remove());
    tests({
      get storage() {
        return storage;
      },
      get database() {
        return database;
      },
      another: async () => new Storage(await database.connect()),
    });
  });
}
