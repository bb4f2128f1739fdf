/** The simulated fleet: publishes over real MQTT what the devices of tables.json would say; `npm start` runs it beside the broker. */
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import { connectDevice } from './device-connection';
import { noFault } from './fault';
import { historyMessages } from './history';
import { planFleet } from './plan-fleet';
import type { SimulatedDevice } from './simulated-device';

export interface FleetOptions {
  /** The content of tables.json, as parsed JSON. */
  readonly tables: unknown;
  readonly mqttUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** True publishes a day of past readings first. They repeat exactly only for an equal clock: say true once per data folder. */
  readonly history: boolean;
  /** The same seed and clock give the same messages. */
  readonly seed?: string;
}

export interface Fleet {
  /** How many past readings the broker has acknowledged, once the last one is (or the fleet is closed). Never rejects. */
  readonly historyDone: Promise<number>;
  close(): Promise<void>;
}

const defaultSeed = 'tidegauge';

/** Timers cannot wait longer (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args). */
const longestWaitMs = 2 ** 31 - 1;

/** Starts at once and keeps going without a broker: readings of the present are then lost, those of the past wait. */
export function startFleet({ tables, mqttUrl, now, log, history, seed = defaultSeed }: FleetOptions): Fleet {
  const devices = planFleet(tables, seed);
  // A device that stands in several tables has one connection: a client id can be connected only once.
  const connections = new Map([...new Set(devices.map(({ name }) => name))].map((name) => [name, connectDevice(mqttUrl, name)]));
  const stop = new AbortController();
  // Every device listens while it waits: many listeners are no leak.
  setMaxListeners(0, stop.signal);
  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
  let acknowledged = 0;

  const publishHistory = async (device: SimulatedDevice, untilMs: number): Promise<void> => {
    for (const { payload, readings } of historyMessages(device, untilMs)) {
      if (stop.signal.aborted) {
        return;
      }
      await connections.get(device.name)?.publishAsync(device.topic, payload, { qos: 1 });
      acknowledged += readings;
    }
  };

  /** Devices of a table take turns within its interval, as devices that were switched on one by one do. */
  const publishLive = async (device: SimulatedDevice, devicesOfTable: number): Promise<void> => {
    const everyMs = Math.min(device.table.expected.everyMs, longestWaitMs);
    await pause((everyMs * device.index) / devicesOfTable, stop.signal);
    while (!stop.signal.aborted) {
      publishNow(connections.get(device.name), device);
      await pause(everyMs, stop.signal);
    }
  };

  const publishNow = (connection: MqttClient | undefined, device: SimulatedDevice): void => {
    if (connection?.connected) {
      connection.publish(device.topic, JSON.stringify(device.message([device.readingAt(now(), noFault)])), { qos: 1 }, logFailure);
    }
  };

  const logFailure = (error?: unknown): void => {
    if (error !== undefined && error !== null && !stop.signal.aborted) {
      log(`simulated fleet: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  const run = async (): Promise<void> => {
    const untilMs = now();
    if (history) {
      await Promise.all(devices.map((device) => publishHistory(device, untilMs).catch(logFailure)));
    }
    for (const device of devices) {
      void publishLive(device, devices.filter(({ table }) => table === device.table).length);
    }
  };

  return {
    // A message that waits for a broker when the fleet is closed is never acknowledged: closing ends the wait.
    historyDone: Promise.race([run(), stopped]).then(() => acknowledged),
    async close() {
      stop.abort();
      await Promise.all([...connections.values()].map((connection) => connection.endAsync(true)));
    },
  };
}

/** Waits, or returns early when the fleet is closed. */
async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await delay(durationMs, undefined, { signal }).catch(() => undefined);
}
