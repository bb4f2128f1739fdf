import { Callers } from '../../../../local/timestream/query/callers';
import { ClientTokens, type Started } from '../../../../local/timestream/query/client-tokens';
import { QueryRun } from '../../../../local/timestream/query/query-run';
import { RowSpool } from '../../../../local/timestream/query/row-spool';

function started(page: string): Promise<Started> {
  const run = new QueryRun({ principal: 'p', queryString: 'q', columnInfo: '[]', execute: () => Promise.resolve({ rows: new RowSpool(), queryStatus: '{}' }) });
  const answer = Promise.resolve(page);
  return Promise.resolve({ run, page: answer, callers: new Callers(answer, () => {}) });
}

async function pageOf(tokens: ClientTokens, key: string, page: string, parameters = 'x', nowNs = 0n): Promise<string> {
  return (await tokens.started(key, parameters, nowNs, () => started(page))).page;
}

test('a token keeps its answer', async () => {
  const tokens = new ClientTokens();
  expect(await pageOf(tokens, 'a', 'first')).toBe('first');
  expect(await pageOf(tokens, 'a', 'second')).toBe('first');
  expect(await pageOf(tokens, 'b', 'second')).toBe('second');
});

test('after a thousand others a token is forgotten', async () => {
  const tokens = new ClientTokens();
  for (let n = 0; n < 1000; n += 1) await pageOf(tokens, String(n), `page ${n}`);
  expect(await pageOf(tokens, '1', 'again')).toBe('page 1');
  await pageOf(tokens, 'one more', 'page');
  expect(await pageOf(tokens, '1', 'again')).toBe('page 1');
  expect(await pageOf(tokens, '0', 'again')).toBe('again');
});

test('long answers are forgotten sooner', async () => {
  const tokens = new ClientTokens();
  for (let n = 0; n < 17; n += 1) await pageOf(tokens, String(n), `${n}`.padEnd(1024 * 1024));
  expect(await pageOf(tokens, '0', 'again')).toBe('again');
  expect((await pageOf(tokens, '16', 'again')).trim()).toBe('16');
});

test('a token that is forgotten is new again', async () => {
  const tokens = new ClientTokens();
  expect(await pageOf(tokens, 'a', 'first')).toBe('first');
  tokens.forget('a');
  expect(await pageOf(tokens, 'a', 'second')).toBe('second');
});
