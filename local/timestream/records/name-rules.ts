/**
 * Which names dimensions and measures may have; checked by decode-records.
 * Source: https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html, naming constraints; the service's texts
 * are not published.
 */
import { ServiceError } from '../errors';

const reservedNames = new Set(['time', 'measure_name', 'measure_value', 'ts_non_existent_col']);
const reservedPrefixes = /^(?:ts_|measure_value|measure_name)/;
const notInDimensionNames = /["\u0000-\u001f\u2028\u2029]/;

/** @throws ServiceError ValidationException */
export function checkMeasureName(name: string): void {
  checkColumnName('measure', name);
}

/** @throws ServiceError ValidationException */
export function checkDimensionName(name: string): void {
  checkColumnName('dimension', name);
  if (notInDimensionNames.test(name)) throw invalidName('dimension', name, 'it holds a double quote, a control character or a line separator');
}

function checkColumnName(kind: string, name: string): void {
  if (name.includes(':')) throw invalidName(kind, name, 'it holds a colon');
  if (reservedNames.has(name)) throw invalidName(kind, name, 'it is reserved');
  if (reservedPrefixes.test(name)) throw invalidName(kind, name, 'it starts with a reserved prefix');
}

function invalidName(kind: string, name: string, why: string): ServiceError {
  return new ServiceError('ValidationException', `Invalid ${kind} name ${JSON.stringify(name)}: ${why}.`);
}
