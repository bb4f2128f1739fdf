/** Long series next to many rows must not take the server's time or memory. */
import { listValue } from '@duckdb/node-api';
import { BUDGET_EXCEEDED, seriesBudget } from '../../../../../local/timestream/sql/javascript/series-budget';

const list = (length: number) => listValue(new Array<number>(length).fill(0));

test('answers together may have so many elements and no more', () => {
  const spend = seriesBudget({ elements: 10, ms: 1000, clockMs: () => 0 });
  spend(list(6));
  spend(list(4));
  spend(null);
  expect(() => spend(list(1))).toThrow(BUDGET_EXCEEDED);
});

test('rows together may take so long and no longer', () => {
  let now = 0;
  const spend = seriesBudget({ elements: 10, ms: 1000, clockMs: () => now });
  now = 1000;
  spend(1);
  spend(2);
  now = 1001;
  expect(() => spend(3)).toThrow(BUDGET_EXCEEDED);
});

test('the first row may be as long as it is', () => {
  let now = 0;
  const spend = seriesBudget({ elements: 10, ms: 1000, clockMs: () => now });
  now = 5000;
  expect(() => spend(list(100))).not.toThrow();
});
