/** What the chaos sends, from a seed: messages of a thousand devices over three ways in, and what must be there in the end. */
import { below, type Random, seededRandom } from '../../../bench/random';

export const devices = 1000;

export type Way = 'mqtt-direct' | 'mqtt-stream' | 'kinesis' | 'http';

/** One array of readings, or a poison message, of one device. */
export interface PlannedMessage {
  readonly way: Way;
  readonly device: string;
  /** JSON, or what is none. */
  readonly text: string;
  /** How many times it is sent. */
  readonly sends: number;
}

export interface Plan {
  /** In the order of sending, which is not that of their times. */
  readonly messages: readonly PlannedMessage[];
  /** Rows by `<device> <epoch ms>`. */
  readonly rows: ReadonlyMap<string, Stored>;
  /** What must be dead-lettered: the mark that its bytes bear, the reason, and how often it was sent. */
  readonly refused: ReadonlyMap<string, { readonly reason: string; readonly sends: number }>;
}

export interface Stored {
  readonly value: number;
  readonly count: number;
}

const hourMs = 3_600_000;
const readingsPerMessage = 8;
const shareOfRefused = 0.03;
const shareOfPoison = 0.005;
const shareOfDuplicates = 0.05;

/** Readings that can never be stored, each with its reason. */
const refusals: readonly (readonly [reason: string, spoil: (reading: Record<string, unknown>, startMs: number) => void])[] = [
  ['not-finite', (reading) => { reading['value'] = 'NaN'; }],
  ['bad-measure', (reading) => { reading['value'] = 'warm'; }],
  ['out-of-range', (reading) => { reading['count'] = -1; }],
  ['missing-time', (reading) => { delete reading['ts']; }],
  ['time-out-of-range', (reading, startMs) => { reading['ts'] = startMs + 2 * hourMs; }],
  // Well-formed, so that the service refuses it in the middle of a request: older than the memory store keeps.
  ['rejected', (reading, startMs) => { reading['ts'] = startMs - 48 * hourMs; }],
];

/** @param startMs the newest time of a reading */
export function planChaos(readings: number, startMs: number, seed: number): Plan {
  const random = seededRandom(seed);
  const rows = new Map<string, Stored>();
  const refused = new Map<string, { reason: string; sends: number }>();
  const messages: PlannedMessage[] = [];
  let planned = 0;
  for (let n = 0; planned < readings; n += 1) {
    const device = `d-${String(below(devices, random)).padStart(4, '0')}`;
    const way = pick<Way>(['mqtt-direct', 'mqtt-stream', 'kinesis', 'http'], random);
    const sends = random() < shareOfDuplicates ? 2 : 1;
    const mark = (): string => `#${refused.size}#`;
    // The body of a request that is no JSON at all is refused, not kept: its sender hears of it.
    if (way !== 'http' && random() < shareOfPoison) {
      const text = `{"broken": "${mark()}`;
      refused.set(mark(), { reason: 'not-json', sends });
      messages.push({ way, device, text, sends });
      continue;
    }
    const content = Array.from({ length: 1 + below(readingsPerMessage, random) }, (_, index) => {
      const ts = startMs - n * 10 - index;
      const stored = { value: below(1e6, random) / 1000, count: below(1000, random) };
      const reading: Record<string, unknown> = { ts, ...stored, site: `site-${device.slice(-1)}` };
      if (random() < shareOfRefused) {
        const [reason, spoil] = pick(refusals, random);
        reading['mark'] = mark();
        spoil(reading, startMs);
        refused.set(mark(), { reason, sends });
      } else {
        rows.set(`${device} ${ts}`, stored);
      }
      return reading;
    });
    planned += content.length;
    messages.push({ way, device, text: JSON.stringify(content), sends });
  }
  return { messages: shuffled(messages, random), rows, refused };
}

/** For each of some rows a message that contradicts it: what stands stays, and the other value is a conflict. */
export function planConflicts({ rows }: Plan, count: number): Plan {
  const contradicted = [...rows].slice(0, count);
  return {
    messages: contradicted.map(([key, { value, count: counted }], index) => {
      const [device = '', ts] = key.split(' ');
      const reading = { ts: Number(ts), value: value + 1, count: counted, site: `site-${device.slice(-1)}`, mark: `#c${index}#` };
      return { way: index % 2 === 0 ? 'mqtt-direct' : 'http', device, text: JSON.stringify([reading]), sends: 1 };
    }),
    rows: new Map(),
    refused: new Map(contradicted.map((_, index) => [`#c${index}#`, { reason: 'conflict', sends: 1 }])),
  };
}

function pick<T>(values: readonly T[], random: Random): T {
  // Below the length, so there is one.
  return values[below(values.length, random)] as T;
}

/** Neighbours change places, so that readings arrive out of order, and those of one device near each other. */
function shuffled(messages: readonly PlannedMessage[], random: Random): PlannedMessage[] {
  return messages
    .map((message, index) => ({ message, at: index + random() * messages.length * 0.2 }))
    .sort((a, b) => a.at - b.at)
    .map(({ message }) => message);
}
