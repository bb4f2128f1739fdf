/** Shows the store's tables to SQL: only columns that DuckDB has, in the order of SELECT *. */
import type { Catalog, MeasureSummary, TableColumn, TableEntry } from '../catalog';
import type { Databases } from './databases';
import type { Table } from './table';

export function catalogOf(databases: Databases): Catalog {
  return {
    databaseNames: () => databases.list().map((database) => database.name),
    tableNames: (databaseName) => (databases.get(databaseName) ? databases.tables(databaseName).map((table) => table.definition.tableName) : undefined),
    table: (databaseName, tableName) => {
      const table = databases.table(databaseName, tableName);
      return table && entryOf(table);
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

function entryOf(table: Table): TableEntry {
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
    relation: (read) => relationOf(table, [measureNameColumn, ...dimensions], [seriesColumn, timeColumn, ...measures], read),
    everySeriesSinceNs: () => table.everySeriesSinceNs(),
    seriesWith: (physical, values) => seriesWith(table, dimensions, physical, values),
    rowsBetween: (fromNs, untilNs) => table.rowCounts.between(fromNs, untilNs),
    measures: () => [...table.measures.values()].map((measure): MeasureSummary => ({
      measureName: measure.name, dataType: measure.type, dimensions: [...measure.dimensions],
    })),
  };
}

type Physical = Pick<TableColumn, 'physical'>;

/** Without what is read of the series, rows are not joined to them: each row has exactly one. */
function relationOf({ rowsName, seriesName }: Table, ofSeries: readonly Physical[], ofRows: readonly Physical[], read: ReadonlySet<string>): string {
  const columns = (prefix: string, of: readonly Physical[]) => of.filter(({ physical }) => read.has(physical)).map(({ physical }) => `${prefix}.${physical}`);
  const series = columns('s', ofSeries);
  // With the schema, so that no name of a user's WITH can take their place.
  if (series.length === 0) return `main.${rowsName}`;
  return `(SELECT ${[...series, ...columns('r', ofRows)].join(', ')} FROM main.${rowsName} AS r JOIN main.${seriesName} AS s ON s.series = r.series)`;
}

function seriesWith({ seriesIndex }: Table, dimensions: readonly TableColumn[], physical: string, values: readonly string[]): ReturnType<NonNullable<TableEntry['seriesWith']>> {
  const dimension = dimensions.find((column) => column.physical === physical);
  const ids = dimension && seriesIndex.withDimension(dimension.name, values, MAX_LISTED_SERIES);
  return ids && { physical: seriesColumn.physical, ids };
}
