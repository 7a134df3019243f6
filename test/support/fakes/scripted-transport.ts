import type { Delivery, DeliveryOutcome, MailTransport, RenderedMail, TransportCheck } from '../../../src/notifications/transport';

type Step = DeliveryOutcome | (() => Promise<Delivery>);

/** Answers as scripted, in order; `sent` when the script is at its end. Keeps what it was given. */
export class ScriptedTransport implements MailTransport {
  readonly delivered: RenderedMail[] = [];
  readonly #script: Step[];

  constructor(
    script: Step[] = [],
    readonly idempotent = false,
  ) {
    this.#script = [...script];
  }

  deliver(mail: RenderedMail): Promise<Delivery> {
    this.delivered.push(mail);
    const step = this.#script.shift() ?? 'sent';
    if (typeof step === 'function') return step();
    return Promise.resolve({ outcome: step, detail: step === 'sent' ? null : `scripted ${step}` });
  }

  verify(): Promise<TransportCheck> {
    return Promise.reject(new Error('Nobody stubbed verify'));
  }
}

/** A delivery that ends when it is told to: what a process does while it is paused or killed. */
export function openDelivery(): { step: () => Promise<Delivery>; begun: Promise<void>; end: (delivery: Delivery) => void } {
  let end!: (delivery: Delivery) => void;
  let begin!: () => void;
  const delivery = new Promise<Delivery>((resolve) => (end = resolve));
  const begun = new Promise<void>((resolve) => (begin = resolve));
  return {
    step: () => {
      begin();
      return delivery;
    },
    begun,
    end,
  };
}
