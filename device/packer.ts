/** Packs readings into as few MQTT messages as their price unit allows, on disk until they are acknowledged; message-buffer keeps, sender sends. */
import type { IClientOptions } from 'mqtt';
import { meteredUnitBytes } from './limits';
import { MessageBuffer } from './message-buffer';
import { maxTimerMs, Sender } from './sender';

/** Fields as tables.json asks for them; the time is the packer's to write. */
export type Reading = Readonly<Record<string, unknown>>;

export interface PackerOptions {
  /** Of the broker, such as `mqtts://xxxx-ats.iot.eu-west-1.amazonaws.com:8883`. */
  readonly url: string;
  /** Such as `sensors/s-1/telemetry`: what the table's source asks for. */
  readonly topic: string;
  /** The name of the source's IoT rule. With it messages go to `$aws/rules/<rule>/<topic>`: Basic Ingest, which costs no messaging. */
  readonly rule?: string;
  /** Where readings wait until they are acknowledged. One packer uses it at a time. */
  readonly folder: string;
  /** A message leaves after this long, full or not. Default: one minute. */
  readonly maxWaitMs?: number;
  /** The field that holds the time of a reading. Default: `ts`, as epoch milliseconds. */
  readonly timeField?: string;
  /** What the folder may hold; beyond it `add` throws. Default: 64 MiB. */
  readonly bufferBytes?: number;
  /** Certificates, clientId and whatever else mqtt.js takes. */
  readonly mqtt?: IClientOptions;
  /** Hears why nothing is sent for now, the network or the disk; nothing is lost by it. */
  readonly onProblem?: (error: Error) => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export interface Packer {
  /**
   * Takes a reading: when this returns, it is on disk.
   *
   * @param timeMs when it was measured, epoch milliseconds; now, unless given
   * @throws TypeError or RangeError for what is no reading, BufferFullError when the folder holds all it may, or the disk's own
   *   error; nothing is kept then
   */
  add(reading: Reading, timeMs?: number): void;
  /** Sends what there is without waiting for a full message. */
  flush(): void;
  /** Bytes that are not acknowledged yet. */
  readonly waitingBytes: number;
  /** Sends what can be sent within `waitMs` (default: 5 s) and disconnects; the rest waits in the folder for the next packer. */
  close(waitMs?: number): Promise<void>;
}

const defaultWaitMs = 60_000;
const defaultBufferBytes = 64 * 1024 * 1024;
const defaultCloseWaitMs = 5_000;

/** Starts a packer; it connects, and connects again, in the background, and sends what an earlier one has left in the folder. */
export function startPacker(options: PackerOptions): Packer {
  const { url, folder, maxWaitMs = defaultWaitMs, timeField = 'ts', bufferBytes = defaultBufferBytes, mqtt = {}, now = Date.now, onProblem = () => undefined } = options;
  const topic = options.rule === undefined ? options.topic : `$aws/rules/${options.rule}/${options.topic}`;
  // The topic counts too, and so does the bracket that closes a message.
  const messageBytes = meteredUnitBytes - Buffer.byteLength(topic) - ']'.length;
  const buffer = new MessageBuffer(folder, timeField, { messageBytes, bufferBytes });
  const sender = new Sender(buffer, { url, mqtt, topic, now, onProblem });
  let wait: NodeJS.Timeout | undefined;
  let closed = false;

  const stopWaiting = (): void => {
    clearTimeout(wait);
    wait = undefined;
  };
  const flush = (): void => {
    stopWaiting();
    buffer.seal();
    sender.send();
  };

  /** Where nobody calls who could catch what the disk says: the message stays open then. */
  const tryToFlush = (): void => {
    try {
      flush();
    } catch (error) {
      onProblem(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const startWaiting = (): void => {
    wait ??= setTimeout(() => {
      tryToFlush();
      if (buffer.hasOpen) startWaiting();
    }, Math.min(maxWaitMs, maxTimerMs)).unref();
  };

  return {
    add(reading, timeMs = now()) {
      if (closed) throw new TypeError('the packer is closed');
      if (Object.hasOwn(reading, timeField)) throw new TypeError(`the packer writes ${timeField} itself: give the time as the second argument`);
      if (!Number.isSafeInteger(timeMs) || timeMs < 0) throw new RangeError(`the time ${timeMs} is not in whole milliseconds since 1970`);
      const sealed = buffer.append({ ...reading, [timeField]: timeMs });
      if (sealed) {
        stopWaiting();
        sender.send();
      }
      if (buffer.hasOpen) startWaiting();
    },
    flush,
    get waitingBytes() {
      return buffer.bytes;
    },
    async close(waitMs = defaultCloseWaitMs) {
      closed = true;
      tryToFlush();
      await sender.drain(waitMs);
      await sender.end();
    },
  };
}
