import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { Finding } from '../findings/finding';
import { FindingsService } from '../findings/findings.service';
import { OutboxService } from '../notifications/outbox.service';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import { publicLink } from '../platform/config/public-link';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { inChunks, insertAll } from '../platform/database/bulk';
import { SealedBox } from '../platform/sealed-box';
import { addDays, localDateOf } from '../platform/time';
import { orderFindingTexts } from '../texts/sv/order-mails';
import { LiveDirectory } from './live-directory.service';
import { type OrderDetails, type OrderEntity, OrderReminderEntity } from './order.entity';
import { OrderRepository } from './order.repository';
import { MANAGER_WITHOUT_MAIL, reminderDue } from './reminders';

interface Ending {
  order: OrderEntity & { to: string };
  /** Days before the last one. */
  days: number;
  /** Null: there is no address. */
  address: string | null;
}

/** Tells managers in time that an order of theirs ends, once for each of `orders.remindDays`: a mail each, whatever number of orders. */
@Injectable()
export class OrderReminders {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly box: SealedBox,
    private readonly orders: OrderRepository,
    private readonly directory: LiveDirectory,
    private readonly outbox: OutboxService,
    private readonly findings: FindingsService,
  ) {}

  /** @returns how many mails were queued */
  async remind(municipality: MunicipalityConfiguration): Promise<number> {
    const addresses = await this.addresses(municipality.code, await this.due(this.dataSource.manager, municipality.code));
    return this.dataSource.transaction(async (manager) => {
      await this.orders.alone(manager); // another instance looks at the same moment
      const due = (await this.due(manager, municipality.code)).map((one) => ({ ...one, address: this.addressOf(one.order, addresses) }));
      await this.findings.reconcile(
        manager,
        municipality.code,
        due.filter(({ address }) => address === null).map(untold),
        this.clock.now(),
        ({ kind }) => kind === MANAGER_WITHOUT_MAIL,
      );
      const told = due.filter((one): one is Ending & { address: string } => one.address !== null);
      const byAddress = Map.groupBy(told, ({ address }) => address);
      for (const [recipient, endings] of byAddress) {
        const model = {
          kind: 'order-reminder' as const,
          municipalityName: municipality.name,
          orders: endings.map((one) => this.shown(one)),
        };
        await this.outbox.queue(manager, [{ recipient, municipality: municipality.code, model }]);
      }
      const at = this.clock.now();
      const given = told.map(({ order, days }) => ({ number: order.number, to: order.to, days, at }));
      await insertAll(manager, OrderReminderEntity, given);
      return byAddress.size;
    });
  }

  private async due(manager: EntityManager, municipality: string): Promise<Omit<Ending, 'address'>[]> {
    const { remindDays } = this.configuration.orders;
    if (remindDays.length === 0) return [];
    const today = localDateOf(this.clock.now());
    const rows = await this.orders.ending(manager, municipality, today, addDays(today, Math.max(...remindDays)));
    const given = await inChunks(
      rows.map(({ number }) => number),
      (chunk) => manager.findBy(OrderReminderEntity, { number: In(chunk) }),
    );
    return rows.flatMap((row) => {
      if (row.to === null) return [];
      const order = { ...row, to: row.to };
      const earlier = given.filter(({ number, to }) => number === order.number && to === order.to).map(({ days }) => days);
      const days = reminderDue(order, remindDays, earlier, today);
      return days === null ? [] : [{ order, days }];
    });
  }

  /** As the directory has them today, by HSA-id; null where it could not be asked. */
  private async addresses(
    municipality: string,
    due: readonly Omit<Ending, 'address'>[],
  ): Promise<ReadonlyMap<string, string | null> | null> {
    if (due.length === 0) return null;
    const looked = await this.directory.lookUp(municipality, { people: [...new Set(due.map(({ order }) => managerOf(order)))], units: [] });
    if ('outcome' in looked) return null;
    return new Map([...looked.people].map(([hsaId, { person, isProtected }]) => [hsaId, isProtected ? null : (person?.mail ?? null)]));
  }

  /** A manager who has left the directory is no longer told, wherever they were reached before. */
  private addressOf(order: OrderEntity, addresses: ReadonlyMap<string, string | null> | null): string | null {
    if (addresses?.has(managerOf(order))) return addresses.get(managerOf(order)) ?? null;
    return this.box.open<OrderDetails>(order.details).managerMail;
  }

  private shown({ order: { number, cosmicRole, to } }: Ending) {
    const role = this.configuration.cosmicRoles.find(({ code }) => code === cosmicRole);
    const link = publicLink(this.configuration.server.publicUrl, `orders/${number}`);
    return { number, cosmicRole: role?.name ?? cosmicRole, to, link };
  }
}

const untold = ({ order }: Ending): Finding => ({
  kind: MANAGER_WITHOUT_MAIL,
  hsaId: managerOf(order),
  dn: null,
  detail: orderFindingTexts.managerWithoutMail(order.number, order.to),
  about: order.number,
});

const managerOf = ({ onBehalfOf, orderedBy }: OrderEntity): string => onBehalfOf ?? orderedBy;
