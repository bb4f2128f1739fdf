/** Makes our JavaScript functions known to DuckDB, which calls them where its own would answer differently. */
import { DuckDBListType, DuckDBListVector, DuckDBScalarFunction, type DuckDBConnection, type DuckDBDataChunk, type DuckDBValue, type DuckDBVector } from '@duckdb/node-api';
import { binaryFunctions } from './binary-functions';
import { bitwiseFunctions } from './bitwise-functions';
import { conversions } from './conversions';
import type { JavascriptFunction, JavascriptFunctions, LimitedFunction } from './javascript-function';
import { mathFunctions } from './math-functions';
import { regexpFunctions } from './regexp-functions';
import { regexpPieceFunctions } from './regexp-pieces';
import { seriesBudget } from './series-budget';
import { seriesFunctions } from './series-functions';
import { isNullList } from './series-vectors';
import { statisticsFunctions } from './statistics';
import { textFunctions } from './text-functions';
import { timeFunctions } from './time-functions';
import { withinTimeLimit } from './time-limit';

const functions: JavascriptFunctions = {
  ...conversions, ...seriesFunctions, ...statisticsFunctions, ...timeFunctions,
  ...mathFunctions, ...textFunctions, ...bitwiseFunctions, ...binaryFunctions, ...regexpFunctions, ...regexpPieceFunctions,
};

/** NULL in any argument; a list is asked without being read. */
function hasNull(columns: readonly DuckDBVector[], row: number): boolean {
  return columns.some((column) => (column instanceof DuckDBListVector ? isNullList(column, row) : column.getItem(row) === null));
}

function plainAnswers({ call, parameters }: JavascriptFunction, columns: readonly DuckDBVector[], rowCount: number): DuckDBValue[] {
  // What takes no list is quick, and clocks are slow.
  const spend = parameters.some((type) => type instanceof DuckDBListType) ? seriesBudget() : undefined;
  return Array.from({ length: rowCount }, (_row, row) => {
    if (hasNull(columns, row)) return null;
    const answer = call(columns, row);
    spend?.(answer);
    return answer;
  });
}

/** Reads all rows first: DuckDB may not be called while the time runs. */
function limitedAnswers({ answer }: LimitedFunction, columns: readonly DuckDBVector[], rowCount: number, connectionId: number): DuckDBValue[] {
  const rows = Array.from({ length: rowCount }, (_row, row) => columns.map((column) => column.getItem(row)));
  const answers: DuckDBValue[] = [];
  withinTimeLimit(connectionId, () => {
    for (const row of rows) answers.push(row.includes(null) ? null : answer(...row));
  });
  return answers;
}

/** What initFunction stored. */
function connectionIn(state: object | undefined): number {
  return state !== undefined && 'connectionId' in state ? Number(state.connectionId) : -1;
}

/** Makes the functions known to the database of a connection, for all its connections; once per database is enough. */
export function registerJavascriptFunctions(connection: DuckDBConnection): void {
  for (const [name, definition] of Object.entries(functions)) {
    const columnsOf = (input: DuckDBDataChunk) => definition.parameters.map((_parameter, index) => input.getColumnVector(index));
    connection.registerScalarFunction(DuckDBScalarFunction.create({
      name,
      parameterTypes: definition.parameters,
      returnType: definition.returns,
      initFunction: (info) => info.setState({ connectionId: info.clientContext.connectionId }),
      mainFunction: ({ state }, input, output) => {
        const answers = 'answer' in definition
          ? limitedAnswers(definition, columnsOf(input), input.rowCount, connectionIn(state))
          : plainAnswers(definition, columnsOf(input), input.rowCount);
        answers.forEach((answer, row) => output.setItem(row, answer));
        output.flush();
      },
    }));
  }
}
