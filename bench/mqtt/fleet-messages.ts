/** The messages of the broker's benchmark: readings of devices, one or many to a message; load publishes them. */
import { below, seededRandom } from '../random';
import type { Message } from './publish';

export interface Load {
  readonly clients: number;
  readonly messagesEach: number;
  readonly readingsPerMessage: number;
  /** Tells the devices of one round from those of another. */
  readonly round: number;
  /** Of the first reading, epoch milliseconds. */
  readonly fromMs: number;
}

const devicesPerClient = 125;

export function readingsOf({ clients, messagesEach, readingsPerMessage }: Load): number {
  return clients * messagesEach * readingsPerMessage;
}

/** What each client publishes: its devices in turn, each reading a millisecond after the one before. */
export function fleetMessages({ clients, messagesEach, readingsPerMessage, round, fromMs }: Load): readonly (readonly Message[])[] {
  const random = seededRandom(round);
  const reading = (timeMs: number): object => ({
    ts: timeMs, location: 'hall-1', region: 'eu-central', temperature: 20 + below(1000, random) / 100,
    humidity: 40 + below(200, random) / 10, pressure: 1000 + below(300, random) / 10, battery_pct: below(100, random),
  });
  return Array.from({ length: clients }, (_, client) => Array.from({ length: messagesEach }, (_each, index) => {
    const firstMs = fromMs + index * readingsPerMessage;
    const readings = Array.from({ length: readingsPerMessage }, (_reading, offset) => reading(firstMs + offset));
    return {
      topic: `sensors/round-${round}-client-${client}-${index % devicesPerClient}/telemetry`,
      payload: Buffer.from(JSON.stringify(readingsPerMessage === 1 ? readings[0] : readings)),
    };
  }));
}
