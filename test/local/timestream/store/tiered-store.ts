/** A store on disk whose clock the test holds, with one table of the shortest retention; for tests of the two tiers. */
import type { Store } from '../../../../local/timestream/store/store';
import type { Table } from '../../../../local/timestream/store/table';
import { noSurroundings } from '../../../../local/timestream/store/surroundings';
import type { TableDefinition } from '../../../../local/timestream/store/definitions';
import { recordOf } from '../record-of';
import { tableDefinition } from '../table-definition';
import { openTable, rowsOf } from './open-table';

export const hour = 3_600_000_000_000n;
export const day = 24n * hour;
/** Noon of the tenth day since the epoch: the days before 9 have left a memory store of a few hours. */
export const noon = 10n * day + 12n * hour;

export interface Clock {
  nowNs: bigint;
}

export function openTiered(data: string, clock: Clock, members: Partial<TableDefinition> = {}, warn: (line: string) => void = () => undefined): Promise<{ store: Store; table: Table }> {
  const definition = tableDefinition({ retention: { memoryHours: 1, magneticDays: 73_000 }, magneticStoreWrites: { enabled: true }, ...members });
  return openTable(data, definition, { ...noSurroundings, nowNs: () => clock.nowNs }, warn);
}

export const reading = (timeNs: bigint, value: number, version = 1n, device = 'a') => recordOf({
  timeNs, version, dimensions: { device_id: device }, cells: [{ name: 'temperature', type: 'double', value }],
});

/** `device time value`, in order of time. */
export async function readings(store: Store, clock: Clock): Promise<string[]> {
  return (await rowsOf(store, 'IoTMetrics', 'SensorReadings', clock)).map(({ device_id, time, temperature }) => `${device_id} ${time} ${temperature}`);
}

export function sealedDays({ sealedDays: days }: Table): { day: number; rows: number }[] {
  return days.all().map(({ day: number, rows }) => ({ day: number, rows }));
}
