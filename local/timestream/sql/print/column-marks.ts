/**
 * Columns in a subquery that reads the query around it: DuckDB looks for those inside of a lambda in the wrong one of the
 * two queries, so they are marked while they are printed, and handed to the lambda as values.
 */

/** In printed SQL no other text holds this character around a dot: see table-marks.ts. */
const MARK = String.fromCharCode(0);
const marks = new RegExp(`${MARK}(\\w+\\.\\w+)${MARK}`, 'g');

export function markColumn(column: string): string {
  return MARK + column + MARK;
}

export function withoutColumnMarks(sql: string): string {
  return sql.replace(marks, (_mark, column: string) => column);
}

/**
 * The call of a list function, written so that its lambda reads no marked column.
 *
 * @param lambda the part of the call that is a lambda
 */
export function callWithLambda(call: string, lambda: string): string {
  if (lambda.search(marks) < 0) return call;
  const columns = [...new Set(Array.from(call.matchAll(marks), ([mark]) => mark))];
  const fields = columns.map((column, index) => `'c${index}': ${column}`);
  // One name is enough for calls inside of each other: what stands in the inner lambda asks the outer one for nothing.
  return `list_transform([{${fields.join(', ')}}], lambda around: ${call.replace(marks, (mark) => `around.c${columns.indexOf(mark)}`)})[1]`;
}
