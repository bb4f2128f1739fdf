/** The fleet whose costs are asked for: a table of tables.json, changed by flags; fleet makes its readings. */
import { defaultMeasurePolicy, type DimensionDefinition, type MeasureDefinition, type RetentionDefinition, type TableDefinition } from '../shared/tables/definition';
import { CostError } from './cost-error';

export interface Shape {
  readonly table: string;
  readonly measureName: string;
  /** The one that tells devices apart comes first. */
  readonly dimensions: readonly DimensionDefinition[];
  readonly measures: readonly MeasureDefinition[];
  readonly retention: RetentionDefinition;
  readonly devices: number;
  readonly everyMs: number;
}

/** What the flags put in place of what tables.json says. */
export interface ShapeChanges {
  readonly devices?: number | undefined;
  readonly everyMs?: number | undefined;
  /** So many measures of type DOUBLE. */
  readonly fields?: number | undefined;
  readonly memoryHours?: number | undefined;
  readonly magneticDays?: number | undefined;
}

/** @throws CostError when neither the table nor a flag says how large the fleet is */
export function shapeOf({ name, measureName, dimensions, measures, retention, expected, partitionKey }: TableDefinition, changes: ShapeChanges): Shape {
  const devices = changes.devices ?? expected?.devices;
  const everyMs = changes.everyMs ?? expected?.everyMs;
  if (devices === undefined || everyMs === undefined) {
    throw new CostError(`tables.${name} has no "expected": say --devices and --every`);
  }
  const device = dimensions.find((dimension) => dimension.name === partitionKey) ?? dimensions.find(({ required }) => required) ?? dimensions[0];
  return {
    table: name,
    measureName,
    dimensions: device === undefined ? [] : [device, ...dimensions.filter((dimension) => dimension !== device)],
    measures: changes.fields === undefined ? measures.filter(({ retired }) => !retired) : doubles(changes.fields),
    retention: {
      ...retention,
      memoryHours: changes.memoryHours ?? retention.memoryHours,
      magneticDays: changes.magneticDays ?? retention.magneticDays,
    },
    devices,
    everyMs,
  };
}

export function readingsPerSecond({ devices, everyMs }: Shape): number {
  return devices / (everyMs / 1000);
}

function doubles(fields: number): readonly MeasureDefinition[] {
  return Array.from({ length: fields }, (_, index) => {
    const name = `field_${String(index + 1).padStart(2, '0')}`;
    return { name, type: 'DOUBLE', from: [{ kind: 'payload', keys: [name] }], kind: 'gauge', retired: false, policy: defaultMeasurePolicy };
  });
}
