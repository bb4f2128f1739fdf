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
const timeColumn: TableColumn = { name: 'time', physical: 'time_ns', type: 'timestamp', attribute: 'TIMESTAMP' };

function entryOf(table: Table): TableEntry {
  const stored = table.columnsInOrder.slice(0, table.storedColumns);
  const dimensions = stored.filter((column) => column.attribute === 'DIMENSION');
  const measures = stored.filter((column) => column.attribute !== 'DIMENSION');
  const selected = [...dimensions.map((column) => `s.${column.physical}`), 's.measure_name', 'r.time_ns', ...measures.map((column) => `r.${column.physical}`)];
  return {
    databaseName: table.definition.databaseName,
    tableName: table.definition.tableName,
    // A table has no columns at all until the first record.
    columns: stored.length === 0 ? [] : [...dimensions, measureNameColumn, timeColumn, ...measures],
    // With the schema, so that no name of a user's WITH can take their place.
    relation: `(SELECT ${selected.join(', ')} FROM main.${table.rowsName} AS r JOIN main.${table.seriesName} AS s ON s.series = r.series)`,
    measures: () => [...table.measures.values()].map((measure): MeasureSummary => ({
      measureName: measure.name, dataType: measure.type, dimensions: [...measure.dimensions],
    })),
  };
}
