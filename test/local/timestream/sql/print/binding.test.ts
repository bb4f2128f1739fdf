import type { Printed } from '../../../../../local/timestream/sql/functions/function';
import { bind, boundLambda } from '../../../../../local/timestream/sql/print/binding';
import { scalar } from '../../../../../local/timestream/sql/types';

const argument = (sql: string, repeatable = false): Printed => ({ sql, type: scalar('bigint'), repeatable, mayBeNaN: false });

test('a text that may be repeated is written where it is used', () => {
  expect(bind([argument('t1.c', true)], (x) => `${x} + ${x}`)).toBe('t1.c + t1.c');
});

test('a longer text is written once', () => {
  expect(bind([argument('f(1)'), argument('t1.c', true)], (x, y) => `${x} + ${x} + ${y}`))
    .toBe("list_transform([{'v0': f(1)}], lambda bound1: bound1.v0 + bound1.v0 + t1.c)[1]");
});

test('a lambda inside the body of another is called otherwise, one beside it alike', () => {
  const inner = () => boundLambda((parameter) => parameter);
  expect(boundLambda((outer) => `${outer}, ${inner()}`)).toBe('lambda bound1: bound1, lambda bound2: bound2');
  expect([inner(), inner()]).toEqual(['lambda bound1: bound1', 'lambda bound1: bound1']);
});

test('each body is printed once, however deep it lies', () => {
  let bodies = 0;
  const nested = (levels: number): string => bind([argument('x')], (text) => {
    bodies += 1;
    return levels === 0 ? text : nested(levels - 1);
  });
  nested(20);
  expect(bodies).toBe(21);
});
