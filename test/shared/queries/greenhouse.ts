/** A service with a measure of every type, for tests of questions. */
import { defaultMeasurePolicy, type MeasureDefinition, type MeasureType, type ServiceDefinition, type TableDefinition } from '../../../shared/tables/definition';

const measure = (name: string, type: MeasureType, unit?: string): MeasureDefinition =>
  ({ name, type, from: [], kind: 'gauge', retired: false, policy: defaultMeasurePolicy, ...(unit === undefined ? {} : { unit }) });
const dimension = (name: string, required = false) => ({ name, from: [], required });

const beds: TableDefinition = {
  name: 'Beds',
  sources: [{ topic: 'beds/+', via: 'direct', measureName: 'bed_metrics', when: [] }],
  kind: 'series',
  existing: false,
  time: { from: [], format: 'auto', ifMissing: 'received', ifFuture: 'reject', ifAncient: 'reject' },
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
  kind: 'series',
  existing: false,
  time: beds.time,
  measureName: 'door',
  dimensions: [dimension('house')],
  measures: [measure('opened', 'BOOLEAN')],
  retention: beds.retention,
};

export const greenhouse: ServiceDefinition = { service: 'greenhouse', database: { local: 'Greenhouse' }, tables: [beds, doors], stream: false, tags: {} };

/** Sunday, 22 November 2026, 10:07:30 UTC. */
export const nowMs = Date.UTC(2026, 10, 22, 10, 7, 30);

/** Parameters as a request gives them. */
export function given(parameters: Readonly<Record<string, string | readonly string[]>>): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(parameters).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]));
}
