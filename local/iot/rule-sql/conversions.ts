/** Which values rule SQL takes for numbers, booleans and text; operators and functions convert through here. */
import type { Value } from './expression';

// https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-data-types.html#iot-sql-conversions
const decimal = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/;

export function toNumber(value: Value): number | undefined {
  const converted = typeof value === 'string' && decimal.test(value) ? Number(value) : value;
  return typeof converted === 'number' && Number.isFinite(converted) ? converted : undefined;
}

export function toBoolean(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : undefined;
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** Arrays and objects become JSON; only undefined has no text. */
export function toText(value: Value): string | undefined {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
