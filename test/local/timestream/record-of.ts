/** A record for tests that care about one member: one device, one DOUBLE attribute. */
import type { Cell, TimestreamRecord } from '../../../local/timestream/records/record';
import { dimensionKeyOf } from '../../../local/timestream/records/dimension-key';

interface Members {
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly measureName?: string;
  readonly measureType?: TimestreamRecord['measureType'];
  readonly timeNs?: bigint;
  readonly version?: bigint;
  readonly cells?: readonly Cell[];
}

export function recordOf({ dimensions = { device_id: 'a' }, measureName = 'metrics', measureType = 'multi', timeNs = 1n, version = 1n, cells }: Members = {}): TimestreamRecord {
  const sorted = Object.entries(dimensions).map(([name, value]) => ({ name, value })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    dimensions: sorted, dimensionKey: dimensionKeyOf(sorted), measureName, measureType, timeNs, version,
    cells: cells ?? [{ name: 'temperature', type: 'double', value: 1 }],
  };
}
