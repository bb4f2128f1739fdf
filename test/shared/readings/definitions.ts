/** Table definitions for the tests of this folder, short to write: only what a test is about stands in it. */
import {
  defaultMeasurePolicy,
  type DimensionDefinition,
  type MeasureDefinition,
  type MeasureType,
  type ServiceDefinition,
  type SourceDefinition,
  type TableDefinition,
  type TimeFormat,
} from '../../../shared/tables/definition';
import { parseValuePath } from '../../../shared/tables/value-path';

export function dimension(name: string, from: readonly string[] = [`$.${name}`], required = false): DimensionDefinition {
  return { name, from: from.map(parseValuePath), required };
}

export function measure(name: string, type: MeasureType, more: Partial<MeasureDefinition> = {}): MeasureDefinition {
  return { name, type, from: [parseValuePath(`$.${name}`)], kind: 'gauge', retired: false, policy: defaultMeasurePolicy, ...more };
}

export function time(format: TimeFormat = 'auto', ifMissing: 'received' | 'reject' = 'received') {
  return { from: [parseValuePath('$.ts')], format, ifMissing, ifFuture: 'reject' as const, ifAncient: 'reject' as const };
}

export function table(name: string, more: Partial<TableDefinition> = {}): TableDefinition {
  return {
    name,
    sources: [],
    kind: 'series',
    existing: false,
    time: time(),
    measureName: 'sensor_metrics',
    dimensions: [dimension('device_id', ['topic(2)', '$.device_id'], true), dimension('location')],
    measures: [measure('temperature', 'DOUBLE'), measure('battery_pct', 'BIGINT')],
    retention: { memoryHours: 24, magneticDays: 365, lateArrivals: true },
    ...more,
  };
}

export function serviceOf(...tables: TableDefinition[]): ServiceDefinition {
  return { service: 'test', database: { local: 'Test' }, tables, stream: false, tags: {} };
}

export function base64(content: string | Uint8Array): string {
  return Buffer.from(content).toString('base64');
}

/** A source of a table whose readings have the measure name of {@link table}. */
export function source(topic: string, more: Partial<SourceDefinition> = {}): SourceDefinition {
  return { topic, via: 'direct', measureName: 'sensor_metrics', when: [], ...more };
}
