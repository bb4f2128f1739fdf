/** A row of a file -> the records it means, by the data model; asked by load-file for each row. */
import { maxMeasureNameBytes, maxMeasureValueLength, maxSeriesBytes, maxTimeLength } from '../records/limits';
import { checkMeasureName } from '../records/name-rules';
import { parseTime, parseValue } from '../records/parse-value';
import type { Cell, TimestreamRecord } from '../records/record';
import { maxMeasureNamesPerTable } from '../store/limits';
import { messageOf } from '../message-of';
import type { DataModel } from './data-model';
import { DimensionSets } from './dimension-sets';

export type MappedRow = { readonly records: readonly TimestreamRecord[] } | Problem;
export type RowMapper = (values: readonly string[]) => MappedRow;

/** What is the same for all rows of a task. */
export interface MappingRules {
  readonly dataModel: DataModel;
  readonly nullValue?: string;
  readonly version: bigint;
}

/** Problems name no values: rows with the same share a place in the report. */
interface Problem {
  readonly problem: string;
}

/**
 * @param header the names of the columns, in order
 * @returns a problem when the header lacks a column of the data model
 */
export function rowMapper({ dataModel, nullValue, version }: MappingRules, header: readonly string[]): { readonly map: RowMapper } | Problem {
  const missing = sourcesOf(dataModel).find((source) => header.indexOf(source) === -1);
  if (missing !== undefined) return { problem: `The header has no column ${missing}, which the data model maps.` };
  const twice = sourcesOf(dataModel).find((source) => header.indexOf(source) !== header.lastIndexOf(source));
  if (twice !== undefined) return { problem: `The header has the column ${twice} twice, which the data model maps.` };

  const place = (source: string) => header.indexOf(source);
  const time = place(dataModel.timeColumn);
  const dimensionPlaces = dataModel.dimensions.map(({ source }) => place(source));
  const sets = new DimensionSets(dataModel.dimensions.map(({ name }) => name));
  const measureNameAt = dataModel.measureNameColumn === undefined ? undefined : place(dataModel.measureNameColumn);
  const measures = dataModel.measures.map((measure) => ({ ...measure, cells: measure.cells.map((cell) => ({ ...cell, at: place(cell.source) })) }));
  const problemOfName = measureNameProblems();

  /** @returns undefined for NULL */
  const valueAt = (values: readonly string[], at: number): string | undefined => {
    const value = values[at];
    return value === '' || value === nullValue ? undefined : value;
  };

  function mapRow(values: readonly string[]): MappedRow {
    if (values.length !== header.length) return { problem: `The row has ${values.length} columns, the header ${header.length}.` };
    const timeText = valueAt(values, time) ?? '';
    const timeNs = timeText.length > maxTimeLength ? undefined : parseTime(timeText, dataModel.timeUnit);
    if (timeNs === undefined) return { problem: `The time column ${dataModel.timeColumn} holds no number of ${dataModel.timeUnit.toLowerCase()} since the epoch.` };
    // None of these is kept, and a row may be one long value.
    if (dimensionPlaces.some((at) => (values[at]?.length ?? 0) > maxSeriesBytes)) return { problem: `The value of a dimension is longer than ${maxSeriesBytes} bytes.` };
    const { dimensions, dimensionKey } = sets.get((nth) => valueAt(values, dimensionPlaces[nth] ?? -1));
    if (dimensions.length === 0) return { problem: 'At least one dimension is required for a record.' };
    const named = measureNameAt === undefined ? undefined : valueAt(values, measureNameAt);
    if (measureNameAt !== undefined && named === undefined) return { problem: `The measure name column ${dataModel.measureNameColumn} is empty.` };
    const records: TimestreamRecord[] = [];
    for (const measure of measures) {
      if (measure.onlyFor !== undefined && measure.onlyFor !== named) continue;
      const cells = cellsOf(measure.cells, values);
      if ('problem' in cells) return cells;
      const measureName = measure.measureName ?? named;
      if (cells.length === 0 || measureName === undefined) continue;
      const nameProblem = measure.measureName === undefined ? problemOfName(measureName) : undefined;
      if (nameProblem !== undefined) return { problem: nameProblem };
      records.push({ dimensions, dimensionKey, measureName, measureType: measure.type, timeNs, version, cells });
    }
    return records.length === 0 ? { problem: 'The row has no measure value.' } : { records };
  }

  function cellsOf(mappings: (typeof measures)[number]['cells'], values: readonly string[]): readonly Cell[] | Problem {
    const cells: Cell[] = [];
    for (const { at, name, type, valueType, source } of mappings) {
      const text = valueAt(values, at);
      if (text === undefined) continue;
      if (text.length > maxMeasureValueLength) return { problem: `The column ${source} holds more than ${maxMeasureValueLength} characters.` };
      const value = parseValue(valueType, text, dataModel.timeUnit);
      if (value === undefined) return { problem: `The column ${source} holds no valid ${valueType}.` };
      cells.push({ name, type, value });
    }
    return cells;
  }

  return { map: mapRow };
}

function sourcesOf({ timeColumn, dimensions, measureNameColumn, measures }: DataModel): readonly string[] {
  return [
    timeColumn,
    ...dimensions.map(({ source }) => source),
    ...(measureNameColumn === undefined ? [] : [measureNameColumn]),
    ...measures.flatMap(({ cells }) => cells.map(({ source }) => source)),
  ];
}

/** Names that come with every row are checked once. */
function measureNameProblems(): (name: string) => string | undefined {
  const valid = new Set<string>();
  return (name) => {
    if (valid.has(name)) return undefined;
    if (Buffer.byteLength(name) > maxMeasureNameBytes) return `The measure name is longer than ${maxMeasureNameBytes} bytes.`;
    try {
      checkMeasureName(name);
    } catch (cause) {
      return messageOf(cause);
    }
    if (valid.size < maxMeasureNamesPerTable) valid.add(name);
    return undefined;
  };
}
