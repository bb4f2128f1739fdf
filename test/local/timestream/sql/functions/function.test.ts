import { aggregateFunction, composedAggregate, type Printed } from '../../../../../local/timestream/sql/functions/function';
import { scalar } from '../../../../../local/timestream/sql/types';

const column: Printed = { sql: 't.c', type: scalar('bigint'), repeatable: true, mayBeNaN: false };

describe('aggregateFunction', () => {
  const sum = aggregateFunction('sum(bigint) -> bigint', (x) => `sum(${x.sql})`, { wrap: (sql) => `narrow(${sql})` });

  test('puts DISTINCT before the argument, FILTER and OVER behind the call, and wraps the whole', () => {
    expect(sum.print([column], { distinct: false, over: '' })).toBe('narrow(sum(t.c))');
    expect(sum.print([column], { distinct: true, filter: 't.b', over: '' })).toBe('narrow(sum(DISTINCT t.c) FILTER (WHERE t.b))');
    expect(sum.print([column], { distinct: false, over: ' OVER ()' })).toBe('narrow(sum(t.c) OVER ())');
  });
});

describe('composedAggregate', () => {
  const range = composedAggregate('range(bigint) -> bigint', (aggregate, x) => `${aggregate('max', x.sql)} - ${aggregate('min', x.sql, `${x.sql} > 0`)}`);

  test('gives each of its aggregates the DISTINCT, FILTER and OVER of the call', () => {
    expect(range.print([column], { distinct: false, over: '' })).toBe('max(t.c) - min(t.c) FILTER (WHERE t.c > 0)');
    expect(range.print([column], { distinct: true, over: ' OVER ()' })).toBe('max(DISTINCT t.c) OVER () - min(DISTINCT t.c) FILTER (WHERE t.c > 0) OVER ()');
    expect(range.print([column], { distinct: false, filter: 't.b', over: '' })).toBe('max(t.c) FILTER (WHERE t.b) - min(t.c) FILTER (WHERE t.c > 0 AND t.b)');
  });

  test('leaves DISTINCT out where it changes nothing', () => {
    const any = composedAggregate('any(bigint) -> bigint', (aggregate, x) => aggregate('any_value', x.sql), { ignoresDistinct: true });
    expect(any.print([column], { distinct: true, over: '' })).toBe('any_value(t.c)');
  });
});
