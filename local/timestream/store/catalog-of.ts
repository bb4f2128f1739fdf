/** Shows the store's tables to SQL: only columns that DuckDB has, in the order of SELECT *. */
import type { Asked, Catalog, MeasureSummary, TableColumn, TableEntry } from '../catalog';
import type { Databases } from './databases';
import { latest, visibleFromNs } from './retention';
import type { Table } from './table';
import { relationOf } from './table-relation';

/** @param nowNs the server's clock */
export function catalogOf(databases: Databases, nowNs: () => bigint): Catalog {
  return {
    databaseNames: () => databases.list().map((database) => database.name),
    tableNames: (databaseName) => (databases.get(databaseName) ? databases.tables(databaseName).map((table) => table.definition.tableName) : undefined),
    table: (databaseName, tableName) => {
      const table = databases.table(databaseName, tableName);
      return table && entryOf(table, nowNs);
    },
  };
}

const measureNameColumn: TableColumn = { name: 'measure_name', physical: 'measure_name', type: 'varchar', attribute: 'MEASURE_NAME' };
/** The service takes no time before the epoch. */
const timeColumn: TableColumn = { name: 'time', physical: 'time_ns', type: 'timestamp', attribute: 'TIMESTAMP', atLeastNs: 0n };

/** No column of Timestream's: what the relation has for seriesWith. */
const seriesColumn = { physical: 'series' };
/** Lists of this length cost DuckDB less than a join. */
const MAX_LISTED_SERIES = 64;

function entryOf(table: Table, nowNs: () => bigint): TableEntry {
  const { partitionKey } = table.definition;
  const stored = table.columnsInOrder.slice(0, table.storedColumns);
  const dimensions = stored.filter((column) => column.attribute === 'DIMENSION');
  const measures = stored.filter((column) => column.attribute !== 'DIMENSION');
  return {
    databaseName: table.definition.databaseName,
    tableName: table.definition.tableName,
    ...(partitionKey.type === 'DIMENSION' && { partitionDimension: partitionKey.name }),
    // A table has no columns at all until the first record.
    columns: stored.length === 0 ? [] : [...dimensions, measureNameColumn, timeColumn, ...measures],
    relation: (read, asked) => relationOf(table, [measureNameColumn, ...dimensions], [seriesColumn, timeColumn, ...measures], read, asked),
    everySeriesSinceNs: () => table.everySeriesSinceNs(visibleFromNs(table.definition, nowNs())),
    seriesWith: (physical, values) => seriesWith(table, dimensions, physical, values),
    rowsBetween: (asked) => rowsBetween(table, asked),
    measures: () => [...table.measures.values()].map((measure): MeasureSummary => ({
      measureName: measure.name, dataType: measure.type, dimensions: [...measure.dimensions],
    })),
  };
}

function rowsBetween({ definition, rowCounts, sealedDays }: Table, { nowNs, fromNs = 0n, untilNs }: Asked): number | undefined {
  const visible = { fromNs: latest(fromNs, visibleFromNs(definition, nowNs)), ...(untilNs !== undefined && { untilNs }) };
  const sealed = sealedDays.rowsBetween(visible);
  const unsealed = sealed === undefined ? undefined : rowCounts.between(visible.fromNs, untilNs);
  return sealed === undefined || unsealed === undefined ? undefined : sealed + unsealed;
}

function seriesWith({ seriesIndex }: Table, dimensions: readonly TableColumn[], physical: string, values: readonly string[]): ReturnType<NonNullable<TableEntry['seriesWith']>> {
  const dimension = dimensions.find((column) => column.physical === physical);
  const ids = dimension && seriesIndex.withDimension(dimension.name, values, MAX_LISTED_SERIES);
  return ids && { physical: seriesColumn.physical, ids };
}
