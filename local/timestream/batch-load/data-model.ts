/**
 * A data model on the wire -> which column becomes what, checked as far as that goes without a file; row-mapper applies it.
 *
 * The rules of measures are those of scheduled queries, whose mappings have the same members:
 * https://docs.aws.amazon.com/timestream/latest/developerguide/scheduledqueries-patterns-multimeasure.html
 */
import type { ColumnType, MeasureSummary } from '../catalog';
import { ServiceError } from '../errors';
import { columnTypes } from '../records/decode-records';
import { maxAttributesPerRecord, maxDimensionNameBytes, maxDimensionsPerRecord, maxMeasureNameBytes } from '../records/limits';
import { checkDimensionName, checkMeasureName } from '../records/name-rules';
import type { ScalarType, TimeUnit } from '../records/parse-value';
import type { PartitionKey } from '../store/definitions';
import type { WireAttributeMapping, WireDataModel, WireMixedMapping } from './data-model-shape';

/** A column of the file and the cell it fills. */
export interface CellMapping {
  readonly source: string;
  /** An attribute name, or `measure_value::double` and its like. */
  readonly name: string;
  readonly valueType: ScalarType;
  readonly type: ColumnType;
}

/** One record of each row. */
export interface MeasureMapping {
  /** The value of the measure name column that it is for; undefined for all rows. */
  readonly onlyFor?: string;
  /** Undefined: the value of the measure name column. */
  readonly measureName?: string;
  readonly type: MeasureSummary['dataType'];
  readonly cells: readonly CellMapping[];
}

export interface DataModel {
  readonly timeColumn: string;
  readonly timeUnit: TimeUnit;
  /** Ascending by name. */
  readonly dimensions: readonly { readonly source: string; readonly name: string }[];
  readonly measureNameColumn?: string;
  readonly measures: readonly MeasureMapping[];
}

/** @throws ServiceError ValidationException naming what is missing or does not fit */
export function dataModelOf(wire: WireDataModel): DataModel {
  const { TimeColumn: timeColumn, TimeUnit: timeUnit = 'MILLISECONDS', MeasureNameColumn: measureNameColumn } = wire;
  if (timeColumn === undefined) throw invalid('The data model needs a TimeColumn.');
  const dimensions = dimensionsOf(wire);
  const measures = measuresOf(wire);
  for (const { cells } of measures) refuseSharedNames(dimensions, cells);
  return { timeColumn, timeUnit, dimensions, ...(measureNameColumn !== undefined && { measureNameColumn }), measures };
}

/** @throws ServiceError ValidationException when no mapped dimension is the one that records of the table must have */
export function checkPartitionKey({ dimensions }: DataModel, key: PartitionKey): void {
  if (key.type === 'MEASURE' || key.enforcement === 'OPTIONAL' || dimensions.some(({ name }) => name === key.name)) return;
  throw invalid(`The data model does not map the dimension ${key.name}, which the partition key of the table requires.`);
}

function dimensionsOf({ DimensionMappings: mappings }: WireDataModel): DataModel['dimensions'] {
  if (mappings.length > maxDimensionsPerRecord) throw invalid(`The data model has ${mappings.length} dimensions, more than ${maxDimensionsPerRecord}.`);
  const dimensions = mappings.map(({ SourceColumn: source, DestinationColumn: name = source }) => {
    if (source === undefined || name === undefined) throw invalid('Each of the DimensionMappings needs a SourceColumn.');
    checkDimensionName(name);
    checkLength('dimension', name, maxDimensionNameBytes);
    return { source, name };
  });
  refuseTwice(dimensions.map(({ name }) => name), 'DimensionMappings');
  return dimensions.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function measuresOf(wire: WireDataModel): readonly MeasureMapping[] {
  const { MultiMeasureMappings: multi, MixedMeasureMappings: mixed, MeasureNameColumn: nameColumn } = wire;
  if (multi && mixed) throw invalid('The data model has both MultiMeasureMappings and MixedMeasureMappings; it needs exactly one of them.');
  if (mixed) return mixedMeasures(mixed, nameColumn);
  if (!multi) throw invalid('The data model has neither MultiMeasureMappings nor MixedMeasureMappings; it needs exactly one of them.');
  const cells = attributesOf(multi.MultiMeasureAttributeMappings);
  if (nameColumn !== undefined) return [{ type: 'multi', cells }];
  if (multi.TargetMultiMeasureName === undefined) throw invalid('MultiMeasureMappings need a TargetMultiMeasureName when there is no MeasureNameColumn.');
  return [{ measureName: checkedMeasureName(multi.TargetMultiMeasureName), type: 'multi', cells }];
}

function mixedMeasures(mixed: readonly WireMixedMapping[], nameColumn: string | undefined): readonly MeasureMapping[] {
  const measures = mixed.map((mapping) => mixedMeasure(mapping, nameColumn));
  // Two records of one row would have the same key.
  refuseTwice(measures.map(({ onlyFor, measureName }) => JSON.stringify(onlyFor === undefined ? [measureName] : [onlyFor, measureName])), 'MixedMeasureMappings');
  return measures;
}

function mixedMeasure(mapping: WireMixedMapping, nameColumn: string | undefined): MeasureMapping {
  const { MeasureName, SourceColumn: source, MeasureValueType: valueType, MultiMeasureAttributeMappings: attributes } = mapping;
  if (nameColumn !== undefined && MeasureName === undefined) throw invalid('Each of the MixedMeasureMappings needs a MeasureName when there is a MeasureNameColumn.');
  const target = mapping.TargetMeasureName ?? MeasureName ?? source;
  if (target === undefined) throw invalid('Each of the MixedMeasureMappings needs a TargetMeasureName, a MeasureName or a SourceColumn.');
  const measureName = checkedMeasureName(target);
  const applies = nameColumn !== undefined && MeasureName !== undefined ? { onlyFor: MeasureName } : {};
  if (valueType === 'MULTI') {
    if (!attributes) throw invalid(`The measure ${measureName} is MULTI and needs MultiMeasureAttributeMappings.`);
    if (source !== undefined) throw invalid(`The measure ${measureName} is MULTI and cannot have a SourceColumn.`);
    return { ...applies, measureName, type: 'multi', cells: attributesOf(attributes) };
  }
  if (valueType === 'TIMESTAMP') throw invalid('TIMESTAMP is an invalid measure value type.');
  if (attributes) throw invalid(`The measure ${measureName} is ${valueType}; only MULTI has MultiMeasureAttributeMappings.`);
  if (source === undefined) throw invalid(`The measure ${measureName} needs a SourceColumn.`);
  const type = columnTypes[valueType];
  return { ...applies, measureName, type, cells: [{ source, name: `measure_value::${type}`, valueType, type }] };
}

function attributesOf(mappings: readonly WireAttributeMapping[]): readonly CellMapping[] {
  if (mappings.length > maxAttributesPerRecord) throw invalid(`The data model has a record of ${mappings.length} measure values, more than ${maxAttributesPerRecord}.`);
  const cells = mappings.map(({ SourceColumn: source, TargetMultiMeasureAttributeName: name = source, MeasureValueType: valueType }) => {
    if (valueType === undefined) throw invalid(`The attribute ${name} needs a MeasureValueType.`);
    return { source, name: checkedMeasureName(name), valueType, type: columnTypes[valueType] };
  });
  refuseTwice(cells.map(({ name }) => name), 'MultiMeasureAttributeMappings');
  return cells;
}

function refuseSharedNames(dimensions: DataModel['dimensions'], cells: readonly CellMapping[]): void {
  const shared = cells.find((cell) => dimensions.some(({ name }) => name === cell.name));
  if (shared) throw invalid(`${shared.name} cannot be the name of a dimension and of a measure in the same table.`);
}

function checkedMeasureName(name: string): string {
  checkMeasureName(name);
  checkLength('measure', name, maxMeasureNameBytes);
  return name;
}

function checkLength(kind: string, name: string, bytes: number): void {
  if (Buffer.byteLength(name) > bytes) throw invalid(`The ${kind} name ${name} is longer than ${bytes} bytes.`);
}

function refuseTwice(names: readonly string[], where: string): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw invalid(`The ${where} have ${twice} as a target twice.`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
