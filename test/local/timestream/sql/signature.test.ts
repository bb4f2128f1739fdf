import { functionTable } from '../../../../local/timestream/sql/functions';
import { matchSignature, parseSignature } from '../../../../local/timestream/sql/functions/signature';
import { scalar, typeName, type SqlType } from '../../../../local/timestream/sql/types';

const [integer, bigint, double, varchar, timestamp, unknown] = (['integer', 'bigint', 'double', 'varchar', 'timestamp', 'unknown'] as const).map(scalar) as [
  SqlType, SqlType, SqlType, SqlType, SqlType, SqlType];

function match(signature: string, ...args: SqlType[]) {
  const found = matchSignature(parseSignature(signature), args, true);
  return found && [found.parameters.map(typeName).join(', '), typeName(found.returns)];
}

test('a type variable is the nearest type of all its arguments', () => {
  expect(match('coalesce(T, T...) -> T', unknown, integer, double)).toEqual(['double, double, double', 'double']);
  expect(match('coalesce(T, T...) -> T', integer, varchar)).toBeUndefined();
  expect(match('element_at(array(T), bigint) -> T', { kind: 'array', element: varchar }, integer)).toEqual(['array(varchar), bigint', 'varchar']);
});

test('text stands for a time, but not for a number', () => {
  expect(match('bin(timestamp, interval day to second) -> timestamp', varchar, scalar('interval day to second'))?.[1]).toBe('timestamp');
  expect(match('abs(bigint) -> bigint', varchar)).toBeUndefined();
});

test('widening goes one way', () => {
  expect(match('f(double) -> double', integer)).toEqual(['double', 'double']);
  expect(match('f(integer) -> integer', bigint)).toBeUndefined();
  expect(match('f(timeseries(double)) -> double', { kind: 'timeseries', value: bigint })).toEqual(['timeseries(double)', 'double']);
});

test('a variable for ordered types refuses arrays and series', () => {
  expect(match('max(O) -> O', timestamp)).toEqual(['timestamp', 'timestamp']);
  expect(match('max(O) -> O', { kind: 'array', element: bigint })).toBeUndefined();
});

test('every entry of the table has a name in lower case and types that exist', () => {
  for (const [name, entries] of functionTable) {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    for (const { signature } of entries) {
      const args = signature.parameters.map(() => unknown);
      expect([signature.text, matchSignature(signature, args, true)?.parameters.length]).toEqual([signature.text, args.length]);
    }
  }
});
