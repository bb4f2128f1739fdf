/** A service with a measure of every type, for tests of questions. */
import type { MeasureType, ServiceDefinition, TableDefinition } from '../../../shared/tables/definition';

const measure = (name: string, type: MeasureType, unit?: string) => ({ name, type, from: [], ...(unit === undefined ? {} : { unit }) });
const dimension = (name: string, required = false) => ({ name, from: [], required });

const beds: TableDefinition = {
  name: 'Beds',
  sources: [{ topic: 'beds/+' }],
  time: { from: [], format: 'auto', ifMissing: 'received' },
  measureName: 'bed_metrics',
  dimensions: [dimension('bed', true), dimension('house')],
  measures: [
    measure('temperature', 'DOUBLE', 'Cel'),
    measure('pulses', 'BIGINT'),
    measure('state', 'VARCHAR'),
    measure('window_open', 'BOOLEAN'),
    measure('watered_at', 'TIMESTAMP'),
  ],
  partitionKey: 'bed',
  retention: { memoryHours: 24, magneticDays: 365, lateArrivals: true },
};

const doors: TableDefinition = {
  name: 'Doors',
  sources: [],
  time: beds.time,
  measureName: 'door',
  dimensions: [dimension('house')],
  measures: [measure('opened', 'BOOLEAN')],
  retention: beds.retention,
};

export const greenhouse: ServiceDefinition = { service: 'greenhouse', database: { local: 'Greenhouse' }, tables: [beds, doors] };

/** Sunday, 22 November 2026, 10:07:30 UTC. */
export const nowMs = Date.UTC(2026, 10, 22, 10, 7, 30);

/** Parameters as a request gives them. */
export function given(parameters: Readonly<Record<string, string | readonly string[]>>): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(parameters).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]));
}
