/** The client of the write benchmark, in a process of its own: makes the bodies of a round, then sends them when told; driven by client-process. */
import { httpCall, inFlight } from '../engines/http-client';
import { makeBodies, type BodyOrder } from './bodies';

export interface SendOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly inFlight: number;
}

export type ClientOrder =
  | { readonly kind: 'make'; readonly order: BodyOrder }
  | { readonly kind: 'send'; readonly order: SendOrder };

/** The error text of an order that failed. */
export interface ClientReply {
  readonly failed?: string;
}

/** Those made last, which several servers are sent one after the other. */
let made: { readonly key: string; readonly bodies: readonly Buffer[] } = { key: '', bodies: [] };

async function carryOut({ kind, order }: ClientOrder): Promise<void> {
  if (kind === 'send') return inFlight(order.inFlight, made.bodies, (body) => httpCall({ ...order, body }));
  const key = JSON.stringify(order);
  if (made.key === key) return;
  made = { key, bodies: makeBodies(order) };
  // Not while the next server is timed.
  globalThis.gc?.();
}

process.on('message', (message) => {
  // Only client-process speaks on this channel.
  carryOut(message as ClientOrder).then((): ClientReply => ({}), (cause: unknown): ClientReply => ({ failed: String(cause) }))
    .then((reply) => process.send?.(reply), () => process.exit(1));
});
