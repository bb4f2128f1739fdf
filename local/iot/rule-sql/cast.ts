/** cast(value AS type): https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html#iot-sql-function-cast */
import { toBoolean, toNumber, toText } from './conversions';
import type { CastType } from './expression';
import { RuleNumber } from './rule-number';
import type { Value } from './value';

export function cast(value: Value, type: CastType): Value {
  switch (type) {
    case 'string':
      return toText(value);
    case 'int':
      return castNumber(value)?.floor();
    case 'decimal':
      return castNumber(value)?.asDecimal();
    case 'double': {
      const number = castNumber(value);
      // "A Decimal with no decimal point", which a double would have.
      return number?.isWrittenWhole() ? number.asDecimal() : number && RuleNumber.double(number.toDouble());
    }
    case 'boolean':
      return value instanceof RuleNumber ? !value.isZero() : toBoolean(value);
  }
}

/** Unlike the conversions, a cast takes booleans for numbers. */
function castNumber(value: Value): RuleNumber | undefined {
  return typeof value === 'boolean' ? RuleNumber.parse(value ? '1.0' : '0.0') : toNumber(value);
}
