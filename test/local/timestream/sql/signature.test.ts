import { functionTable } from '../../../../local/timestream/sql/functions';
import { matchSignature, parseSignature, type ArgumentType, type LambdaArgument } from '../../../../local/timestream/sql/functions/signature';
import { scalar, typeName, type SqlType } from '../../../../local/timestream/sql/types';

const [integer, bigint, double, varchar, timestamp, unknown] = (['integer', 'bigint', 'double', 'varchar', 'timestamp', 'unknown'] as const).map(scalar) as [
  SqlType, SqlType, SqlType, SqlType, SqlType, SqlType];

function match(signature: string, ...args: ArgumentType[]) {
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

const series: SqlType = { kind: 'timeseries', value: bigint };
const lambda = (bodyType: LambdaArgument['bodyType']): LambdaArgument => ({ kind: 'lambda', bodyType });
const FILTER = 'filter(timeseries(T), function(row(time timestamp, value T), boolean)) -> timeseries(T)';
const REDUCE = 'reduce(timeseries(T), S, function(S, row(time timestamp, value T), S), function(S, R)) -> R';
const POINT = 'row(time timestamp, value bigint)';

test('a lambda is told the types of its parameters', () => {
  const told: string[] = [];
  const condition = lambda((types) => {
    told.push(...types.map(typeName));
    return scalar('boolean');
  });
  expect(match(FILTER, series, condition)).toEqual([`timeseries(bigint), function(${POINT}, boolean)`, 'timeseries(bigint)']);
  expect(told).toEqual([POINT]);
});

test('what a lambda makes binds a variable and widens a state that it is given', () => {
  const [sum, asText] = [lambda(([state = unknown]) => (state.kind === 'integer' ? bigint : double)), lambda(() => varchar)];
  expect(match(REDUCE, series, integer, sum, asText)).toEqual([
    `timeseries(bigint), double, function(double, ${POINT}, double), function(double, varchar)`, 'varchar',
  ]);
});

test('a body of another type is left to the lambda to refuse', () => {
  expect(match(REDUCE, series, varchar, lambda(() => double), lambda(([state = unknown]) => state))).toEqual([
    `timeseries(bigint), varchar, function(varchar, ${POINT}, varchar), function(varchar, varchar)`, 'varchar',
  ]);
});

test('only a lambda fits where one is wanted, and nowhere else', () => {
  const truth = lambda(() => scalar('boolean'));
  expect(match(FILTER, series, scalar('boolean'))).toBeUndefined();
  expect(match(FILTER, series, unknown)).toBeUndefined();
  expect(match(FILTER, truth, truth)).toBeUndefined();
  expect(match('abs(bigint) -> bigint', truth)).toBeUndefined();
});

test('every entry of the table has a name in lower case and types that exist', () => {
  for (const [name, entries] of functionTable) {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    for (const { signature } of entries) {
      const args = signature.parameters.map(({ name: type }) => (type === 'function' ? lambda(() => unknown) : unknown));
      expect([signature.text, matchSignature(signature, args, true)?.parameters.length]).toEqual([signature.text, args.length]);
    }
  }
});
