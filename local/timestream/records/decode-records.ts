/**
 * WriteRecords' input to records: common attributes merged, defaults filled in, names checked, values parsed.
 *
 * What is wrong with the form of one record fails the whole request, as on the service; what is wrong with a well-formed
 * record (its time, size, version, types bound earlier) rejects that record alone and is decided later. Texts with a source
 * are the service's: https://github.com/boto/boto3/issues/4239 (time), https://github.com/leonyork/xk6-output-timestream/issues/257
 * (dimensions), https://github.com/boto/boto3/issues/3138 (TIMESTAMP).
 */
import type { ColumnType } from '../catalog';
import { ServiceError } from '../errors';
import { dimensionKeyOf } from './dimension-key';
import { checkDimensionName, checkMeasureName } from './name-rules';
import type { ScalarType, TimeUnit } from './parse-value';
import { parseTime, parseValue } from './parse-value';
import type { Cell, CellValue, Dimension, TimestreamRecord } from './record';
import type { WireRecord } from './record-shape';

export type WireDimensions = NonNullable<WireRecord['Dimensions']>;
export type DimensionSet = Pick<TimestreamRecord, 'dimensions' | 'dimensionKey'>;

export const columnTypes = {
  DOUBLE: 'double', BIGINT: 'bigint', VARCHAR: 'varchar', BOOLEAN: 'boolean', TIMESTAMP: 'timestamp',
} as const satisfies Record<ScalarType, ColumnType>;

export const firstVersion = 1n;

/** @throws ServiceError ValidationException for the first record that is not well-formed */
export function decodeRecords(records: readonly WireRecord[], common: WireRecord = {}): readonly TimestreamRecord[] {
  const commonDimensions = common.Dimensions ?? [];
  // The usual batch has all its dimensions in common: their set is made once.
  let commonSet: DimensionSet | undefined;
  return records.map((record) => {
    const own = record.Dimensions ?? [];
    const set = own.length > 0 ? dimensionSet([...commonDimensions, ...own]) : (commonSet ??= dimensionSet(commonDimensions));
    return decodeRecord({ ...common, ...record }, set);
  });
}

/** @throws ServiceError ValidationException */
export function dimensionSet(wireDimensions: WireDimensions): DimensionSet {
  if (wireDimensions.length === 0) throw invalid('At least one dimension is required for a record.');
  const dimensions = wireDimensions.map(({ Name, Value }): Dimension => ({ name: Name, value: Value }));
  dimensions.sort((a, b) => (a.name < b.name ? -1 : 1));
  let previous: string | undefined;
  for (const { name } of dimensions) {
    checkDimensionName(name);
    if (name === previous) throw invalid(`Duplicate dimension name ${JSON.stringify(name)} in a record and its common attributes.`);
    previous = name;
  }
  return { dimensions, dimensionKey: dimensionKeyOf(dimensions) };
}

function decodeRecord(record: WireRecord, { dimensions, dimensionKey }: DimensionSet): TimestreamRecord {
  const { MeasureName: measureName, MeasureValueType: type = 'DOUBLE', TimeUnit: unit = 'MILLISECONDS', Version: version } = record;
  if (measureName === undefined) throw invalid('A measure name is required for a record.');
  checkMeasureName(measureName);
  const timeNs = record.Time === undefined ? undefined : parseTime(record.Time, unit);
  if (timeNs === undefined) throw invalid('Invalid time for record.');
  return {
    dimensions,
    dimensionKey,
    measureName,
    // TIMESTAMP never gets here: singleCell refuses it.
    measureType: type === 'MULTI' ? 'multi' : (columnTypes[type] as TimestreamRecord['measureType']),
    timeNs,
    version: version === undefined ? firstVersion : BigInt(version),
    cells: type === 'MULTI' ? multiCells(record, unit) : [singleCell(record, type, unit)],
  };
}

function singleCell({ MeasureName: measureName, MeasureValue: value, MeasureValues: values }: WireRecord, type: ScalarType, unit: TimeUnit): Cell {
  if (type === 'TIMESTAMP') throw invalid('TIMESTAMP is an invalid measure value type.');
  if (values !== undefined && values.length > 0) throw invalid(`MeasureValues of ${JSON.stringify(measureName)} need the measure value type MULTI, not ${type}.`);
  if (value === undefined) throw invalid(`A measure value is required for ${JSON.stringify(measureName)}.`);
  return { name: `measure_value::${columnTypes[type]}`, type: columnTypes[type], value: valueOf(measureName, type, value, unit) };
}

function multiCells({ MeasureName: measureName, MeasureValue: value, MeasureValues: values = [] }: WireRecord, unit: TimeUnit): readonly Cell[] {
  if (value !== undefined) throw invalid(`MeasureValue of ${JSON.stringify(measureName)} is not allowed with the measure value type MULTI.`);
  if (values.length === 0) throw invalid(`MeasureValues are required for ${JSON.stringify(measureName)} with the measure value type MULTI.`);
  const seen = new Set<string>();
  return values.map(({ Name, Value, Type }) => {
    checkMeasureName(Name);
    if (Type === 'MULTI') throw invalid(`MULTI is an invalid type for the value ${JSON.stringify(Name)} inside MeasureValues.`);
    if (seen.has(Name)) throw invalid(`Duplicate measure value name ${JSON.stringify(Name)} in a record.`);
    seen.add(Name);
    return { name: Name, type: columnTypes[Type], value: valueOf(Name, Type, Value, unit) };
  });
}

function valueOf(name: string | undefined, type: ScalarType, text: string, unit: TimeUnit): CellValue {
  const value = parseValue(type, text, unit);
  if (value === undefined) throw invalid(`The value ${JSON.stringify(text)} of ${JSON.stringify(name)} is not a valid ${type}.`);
  return value;
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
