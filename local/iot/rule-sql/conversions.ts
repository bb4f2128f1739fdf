/** Which values rule SQL takes for numbers, booleans and text; operators and functions convert through here. */
import { RuleNumber } from './rule-number';
import { jsonText, type Value } from './value';

// All from https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-data-types.html#iot-sql-conversions

/** Narrower than JSON: an exponent has no plus. */
const numberText = /^-?\d+(\.\d+)?(e-?\d+)?$/i;

/** Text becomes a Decimal even when it is a whole number: '7' / 2 divides no Ints. */
export function toNumber(value: Value): RuleNumber | undefined {
  if (value instanceof RuleNumber) return value;
  return typeof value === 'string' && numberText.test(value) ? RuleNumber.parse(value)?.asDecimal() : undefined;
}

/** Down to the nearest whole number, as the functions describe it. */
export function toInt(value: Value): RuleNumber | undefined {
  return toNumber(value)?.floor();
}

export function toBoolean(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : undefined;
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** Arrays and objects become JSON; null and undefined have no text. */
export function toText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  return value === null ? undefined : jsonText(value);
}
