import { configurationSchema } from '../../src/platform/config/schema';
import { LeaseService } from '../../src/platform/leases/lease.service';
import { SystemProcessIdentity } from '../../src/platform/leases/process-identity.service';
import { SealedBox } from '../../src/platform/sealed-box';
import { MailDispatcher } from '../../src/notifications/dispatcher.service';
import type { MailModel } from '../../src/notifications/mails/mail-model';
import { OutboxRepository } from '../../src/notifications/outbox.repository';
import { OutboxService } from '../../src/notifications/outbox.service';
import type { MailTransport } from '../../src/notifications/transport';
import { type DatabaseKind, migratedDatabase, SQLITE } from './databases';
import { MovingClock } from './fakes/moving-clock';

export const RECIPIENT = 'servicecenter@example.se';

const configuration = configurationSchema.parse({
  database: { url: 'sqlite:unused' },
  identityHashKeyFile: 'unused',
  municipalities: [
    {
      code: 'berg',
      name: 'Bergs kommun',
      organisationNumber: '2120002502',
      hsaIdPrefixes: ['SE2120002502-'],
      source: { kind: 'ldif', file: 'unused' },
    },
  ],
  externalAd: { organisationalUnit: 'OU=Externa,DC=example,DC=se', upnSuffix: 'ext.example.se' },
  mail: { kind: 'file', from: 'tilltrade@example.se' },
  serviceDesk: { address: RECIPIENT },
});

/** The real outbox and dispatchers on a real database of their own; the clock stands still and waits are not shortened. */
export async function startOutbox(kind: DatabaseKind = SQLITE) {
  const { source, stored, remove: close } = await migratedDatabase(kind);
  const clock = new MovingClock();
  const box = new SealedBox(Buffer.alloc(32, 7));
  const repository = new OutboxRepository();
  const outbox = new OutboxService(source, repository, box, clock, configuration);
  return {
    source,
    stored,
    close,
    clock,
    outbox,
    /** As another process would have it. */
    dispatcher: (transport: MailTransport, sealedBox = box): MailDispatcher =>
      new MailDispatcher(
        source,
        new LeaseService(source, clock, new SystemProcessIdentity()),
        repository,
        sealedBox,
        clock,
        transport,
        configuration,
        () => 0,
      ),
    queue: (...models: MailModel[]): Promise<string[]> =>
      source.transaction((manager) =>
        outbox.queue(
          manager,
          models.map((model) => ({ recipient: RECIPIENT, municipality: 'berg', model })),
        ),
      ),
    mask: (...caseNumbers: string[]): Promise<void> => source.transaction((manager) => outbox.maskCases(manager, caseNumbers)),
  };
}

export type TestOutbox = Awaited<ReturnType<typeof startOutbox>>;
