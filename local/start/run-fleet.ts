/** Keeps the simulated fleet running beside the stack: its day of history once per data folder, another fleet when tables.json changes. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Fleet, startFleet } from '../fleet/start-fleet';
import type { Starting } from './starting';

export interface RunningFleet {
  /** Starts the fleet of tables.json as it is now in the place of the one before. */
  restart(): Promise<void>;
}

/** Starts the fleet of the settings' tables.json, which packaging has checked. */
export function runFleet({ settings, data, closers, log }: Starting, mqttUrl: string): RunningFleet {
  const start = (): Fleet => {
    const history = !existsSync(data.historyMark);
    const tables: unknown = JSON.parse(readFileSync(settings.tables, 'utf8'));
    const fleet = startFleet({ tables, mqttUrl, now: Date.now, log, history });
    if (history) void fleet.historyDone.then((readings) => { if (fleet === running) finishHistory(readings); });
    return fleet;
  };
  const finishHistory = (readings: number): void => {
    writeFileSync(data.historyMark, '');
    log(`simulated fleet: ${readings} readings of the last day are published`);
  };
  const stop = async (): Promise<void> => {
    const fleet = running;
    running = undefined; // a history that is cut short counts as none
    await fleet?.close();
  };

  let running: Fleet | undefined = start();
  closers.add(stop);
  return {
    async restart() {
      await stop();
      running = start();
    },
  };
}
