/** A table definition with the service's defaults, for tests that care about one member. */
import type { TableDefinition } from '../../../local/timestream/store/definitions';

export function tableDefinition(members: Partial<TableDefinition> = {}): TableDefinition {
  return {
    databaseName: 'IoTMetrics',
    tableName: 'SensorReadings',
    retention: { memoryHours: 6, magneticDays: 73000 },
    memoryStoreFromNs: '0',
    magneticStoreWrites: { enabled: false },
    partitionKey: { type: 'MEASURE' },
    tags: [],
    createdMs: 0,
    updatedMs: 0,
    ...members,
  };
}
