/** Whether a record fits what its table has become: types bound earlier, shared names, limits, partition key; asked by admit. */
import type { Cell, TimestreamRecord } from '../records/record';
import { maxAttributesPerTable, maxDimensionsPerTable, maxMeasureNamesPerTable } from './limits';
import type { Column, Measure, Series, Table } from './table';

/** @returns the reason for a rejection; the service's own texts for these are not published */
export function reasonAgainst(table: Table, record: TimestreamRecord, series: Series | undefined): string | undefined {
  return partitionKeyProblem(table, record)
    ?? measureProblem(table, record, series?.measure ?? table.measures.get(record.measureName))
    ?? (series ? undefined : dimensionProblem(table, record))
    ?? cellProblem(table, record);
}

function partitionKeyProblem({ definition: { partitionKey } }: Table, record: TimestreamRecord): string | undefined {
  if (partitionKey.type === 'MEASURE' || partitionKey.enforcement === 'OPTIONAL') return undefined;
  if (record.dimensions.some((dimension) => dimension.name === partitionKey.name)) return undefined;
  return `The record does not have the dimension ${partitionKey.name}, which the partition key of the table requires.`;
}

function measureProblem(table: Table, { dimensions, measureName, measureType }: TimestreamRecord, measure: Measure | undefined): string | undefined {
  if (measure) return measure.type === measureType ? undefined : otherType(measureName, measure.type, measureType);
  if (table.measures.size >= maxMeasureNamesPerTable) return `The table has ${maxMeasureNamesPerTable} measure names already, the most a table can have.`;
  if (measureType === 'multi') return undefined;
  const isDimension = table.columns.get(measureName)?.attribute === 'DIMENSION' || dimensions.some(({ name }) => name === measureName);
  return isDimension ? sharedName(measureName) : undefined;
}

function dimensionProblem(table: Table, { dimensions }: TimestreamRecord): string | undefined {
  const clash = dimensions.find(({ name }) => isMeasure(table, name));
  if (clash) return sharedName(clash.name);
  const added = dimensions.filter(({ name }) => !table.columns.has(name)).length;
  if (added === 0 || countColumns(table, 'DIMENSION') + added <= maxDimensionsPerTable) return undefined;
  return `The record would take the table beyond ${maxDimensionsPerTable} dimensions.`;
}

function isMeasure(table: Table, name: string): boolean {
  const column = table.columns.get(name);
  if (column) return column.attribute !== 'DIMENSION';
  const measure = table.measures.get(name);
  return measure !== undefined && measure.type !== 'multi';
}

function cellProblem(table: Table, record: TimestreamRecord): string | undefined {
  if (areColumnsOf(record.cells, table.lastColumns)) return undefined;
  let added = 0;
  for (const cell of record.cells) {
    const column = table.columns.get(cell.name);
    if (!column) added += 1;
    else if (column.attribute === 'DIMENSION') return sharedName(cell.name);
    else if (column.type !== cell.type) return otherType(cell.name, column.type, cell.type);
  }
  if (added === 0) return undefined;
  // A dimension of the record itself is not among the columns yet when its series is new.
  const own = record.cells.find((cell) => record.dimensions.some((dimension) => dimension.name === cell.name));
  if (own) return sharedName(own.name);
  if (record.measureType === 'multi' && countColumns(table, 'MULTI') + added > maxAttributesPerTable) {
    return `The record would take the table beyond ${maxAttributesPerTable} distinct multi-measure attributes.`;
  }
  return undefined;
}

/** Whether cells are of these columns, in their order. */
export function areColumnsOf(cells: readonly Cell[], columns: readonly Column[]): boolean {
  return cells.length === columns.length && cells.every(({ name, type }, at) => columns[at]?.name === name && columns[at].type === type);
}

function otherType(name: string, bound: string, given: string): string {
  return `The measure ${name} has the type ${bound.toUpperCase()} in this table and cannot take ${given.toUpperCase()}.`;
}

function sharedName(name: string): string {
  return `${name} cannot be the name of a dimension and of a measure in the same table.`;
}

function countColumns(table: Table, attribute: Column['attribute']): number {
  return table.columnsInOrder.filter((column) => column.attribute === attribute).length;
}
