import { Module } from '@nestjs/common';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { MailDispatcher } from './dispatcher.service';
import { createMailTransport } from './mail-transport.factory';
import { MAIL_TRANSPORT } from './notifications.tokens';
import { OutboxRepository } from './outbox.repository';
import { OutboxService } from './outbox.service';

/** Needs from elsewhere: the data source, `LeaseService`, `SealedBox`, `Clock`, the jitter and the configuration. */
@Module({
  providers: [
    OutboxRepository,
    OutboxService,
    MailDispatcher,
    { provide: MAIL_TRANSPORT, inject: [CONFIGURATION], useFactory: ({ mail }: Configuration) => createMailTransport(mail) },
  ],
  exports: [OutboxService, MailDispatcher, MAIL_TRANSPORT],
})
export class NotificationsModule {}
