/**
 * An error this service raises itself. Its `message` may be shown to anyone who runs a command and may be logged: plain
 * Swedish that names what and where, never a secret, a personnummer or a name. What else is known stays in `cause`,
 * which is never shown.
 */
export class ServiceError extends Error {
  /** @param code stable word for logs and machines, for example `lease-lost` */
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
