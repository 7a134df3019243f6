import type { MailConfiguration } from '../platform/config/schema';
import { FileTransport } from './file/file.transport';
import { SmtpTransport } from './smtp/smtp.transport';
import type { MailTransport } from './transport';

/** The transport that the configuration names. @throws ServiceError for an SMTP URL that holds a secret */
export const createMailTransport = (configuration: MailConfiguration): MailTransport =>
  configuration.kind === 'smtp' ? new SmtpTransport(configuration) : new FileTransport(configuration.directory);
