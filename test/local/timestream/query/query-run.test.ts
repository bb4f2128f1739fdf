/** A query that is stopped while something of it still runs. */
import { QueryRun, type QueryResult } from '../../../../local/timestream/query/query-run';
import { RowSpool } from '../../../../local/timestream/query/row-spool';

const parts = { principal: 'p', queryString: 'SELECT 1', columnInfo: '[]' };

test('its callers hear of the end at once; its rows are given back when they come', async () => {
  let finish = (_result: QueryResult) => {};
  const run = new QueryRun({ ...parts, execute: () => new Promise((resolve) => { finish = resolve; }) });
  run.cancel();
  await expect(run.result).rejects.toMatchObject({ code: 'ConflictException' });
  const rows = new RowSpool();
  const close = jest.spyOn(rows, 'close');
  finish({ rows, queryStatus: '{}' });
  await run.ended;
  expect(close).toHaveBeenCalled();
  expect(run.isCancelled).toBe(true);
});
