/** What went wrong while DuckDB ran a query, in the service's words; DuckDB's own never leave the server. */
import { ServiceError } from '../errors';
import { RAISED } from './print/raise';

/** A text raised by printed SQL, as DuckDB reports the cast that cannot succeed. */
const raised = new RegExp(`^Conversion Error: Could not convert string '${RAISED}([^]*)' to INT64(?:\\n|$)`);

/** The same from a JavaScript function. */
const raisedByFunction = new RegExp(`^Invalid Input Error: ${RAISED}([^]*)`);

const typeNames: Readonly<Record<string, string>> = { INT64: 'bigint', INT32: 'integer' };

/** Only the smallest number of a type overflows by a change of its sign. */
function typeOfSmallest(number: string): string {
  return number === '-2147483648' ? 'integer' : 'bigint';
}

/** DuckDB's message -> ours; the first that matches. */
const translations: readonly (readonly [RegExp, (...groups: string[]) => string])[] = [
  [raised, (message = '') => message],
  [raisedByFunction, (message = '') => message],
  [/^Out of Range Error: Overflow in (addition|subtraction|multiplication) of (\w+) \(([^)]*)\)!/,
    (operation = '', type = '', operands = '') => `${typeNames[type] ?? 'number'} ${operation} overflow: ${operands}`],
  [/^Out of Range Error: Overflow in division of (\S+) \/ (\S+)/, (left = '', right = '') => `${typeOfSmallest(left)} division overflow: ${left} / ${right}`],
  [/^Out of Range Error: Overflow in negation/, () => 'interval negation overflow'],
  [/^Out of Range Error: Overflow on abs\((\S+)\)/, (operand = '') => `Value ${operand} is out of range for abs(${typeOfSmallest(operand)})`],
  [/^Out of Range Error: (?:STDDEV|VAR)\w* is out of range/, () => 'The deviation of the values is out of range for double'],
  [/^(?:Out of Range|Conversion) Error: Date out of range/i, () => 'The date is out of range'],
  [/^Conversion Error: .*value is out of range for the destination type INT64/, () => 'Out of range for bigint'],
  [/^Conversion Error: .*value is out of range for the destination type INT32/, () => 'Out of range for integer'],
  [/^Invalid Input Error: More than one row returned by a subquery/, () => 'Scalar sub-query has returned multiple rows'],
  [/^(?:Binder|Not implemented) Error: .*(?:correlated|subquer|LATERAL)/i, () => 'A correlated subquery of this form is not supported'],
  [/^Invalid Input Error: pattern too large/, () => 'The LIKE pattern is too long'],
  // The second when it happens below one of our functions.
  // DuckDB loses the columns of a few subqueries of outer joins while it plans.
  [/^INTERNAL Error: Failed to bind column reference/, () => 'A subquery in the condition of an outer join of this form is not supported'],
  [/^(?:Out of Memory Error|Invalid Input Error: \{"exception_type":"Out of Memory")/, () => 'The query needs more memory than the server has'],
  // The system's words for it, its quota and its largest file, passed on by DuckDB or by Node.
  [/^(?:IO Error: .*|E[A-Z]+: )(?:No space left on device|Disk quota exceeded|File too large)/i, () => 'The query needs more space on the disk than the server has'],
];

/** Errors of native code may come from another realm, where instanceof says no. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/**
 * The error to answer with. One that is not known stays an error of the server's own: it is logged with what
 * DuckDB said, and answered without it.
 */
export function runError(error: unknown): Error {
  if (error instanceof ServiceError) return error;
  const message = messageOf(error);
  for (const [pattern, translate] of translations) {
    const found = pattern.exec(message);
    if (found !== null) return new ServiceError('QueryExecutionException', translate(...found.slice(1)));
  }
  return new Error(`A query failed for a reason that is not known: ${message}`, { cause: error });
}
