/** Keeps the simulated fleet running beside the stack: its day of history once per data folder, another fleet when tables.json changes. */
import { existsSync, writeFileSync } from 'node:fs';
import { type Fleet, startFleet } from '../fleet/start-fleet';
import type { Starting } from './starting';

export interface RunningFleet {
  /** Starts the fleet of other tables in the place of the one before. */
  restart(tables: unknown): Promise<void>;
}

/** @param tables the content of tables.json, which packaging has checked */
export function runFleet({ data, closers, log, now }: Starting, tables: unknown, mqttUrl: string): RunningFleet {
  const start = (served: unknown): Fleet => {
    const history = !existsSync(data.historyMark);
    const fleet = startFleet({ tables: served, mqttUrl, now, log, history });
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

  let running: Fleet | undefined = start(tables);
  closers.add(stop);
  return {
    async restart(next) {
      await stop();
      running = start(next);
    },
  };
}
