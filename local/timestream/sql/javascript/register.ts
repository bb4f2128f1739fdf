/** Makes our JavaScript functions known to DuckDB, which calls them where its own would answer differently. */
import { DuckDBListVector, DuckDBScalarFunction, type DuckDBConnection, type DuckDBVector } from '@duckdb/node-api';
import { conversions } from './conversions';
import type { JavascriptFunctions } from './javascript-function';
import { seriesFunctions } from './series-functions';

const functions: JavascriptFunctions = { ...conversions, ...seriesFunctions };

/** NULL in any argument; a list is asked without being read. */
function hasNull(columns: readonly DuckDBVector[], row: number): boolean {
  return columns.some((column) => (column instanceof DuckDBListVector ? column.getItemVector(row) : column.getItem(row)) === null);
}

/** Makes the functions known to the database of a connection, for all its connections; once per database is enough. */
export function registerJavascriptFunctions(connection: DuckDBConnection): void {
  for (const [name, { parameters, returns, call }] of Object.entries(functions)) {
    connection.registerScalarFunction(DuckDBScalarFunction.create({
      name,
      parameterTypes: parameters,
      returnType: returns,
      mainFunction: (_info, input, output) => {
        const columns = parameters.map((_parameter, index) => input.getColumnVector(index));
        for (let row = 0; row < input.rowCount; row += 1) {
          output.setItem(row, hasNull(columns, row) ? null : call(columns, row));
        }
        output.flush();
      },
    }));
  }
}
