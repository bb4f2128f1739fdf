import { DuckDBInstance } from '@duckdb/node-api';
import { OVERRUN, takeOverrun, withinTimeLimit } from '../../../../../local/timestream/sql/javascript/time-limit';

const endless = () => {
  for (;;);
};

test('work that takes too long is ended, and what follows on its connection fails at once, until that is taken', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const { connectionId } = connection.clientContext;
  const done: string[] = [];
  expect(() => withinTimeLimit(connectionId, endless, 5)).toThrow(OVERRUN);
  expect(() => withinTimeLimit(connectionId, () => done.push('after'))).toThrow(OVERRUN);
  withinTimeLimit(connectionId + 1, () => done.push('other connection'));
  expect(takeOverrun(connection)).toBe(true);
  expect(takeOverrun(connection)).toBe(false);
  withinTimeLimit(connectionId, () => done.push('next query'));
  expect(done).toEqual(['other connection', 'next query']);
  connection.closeSync();
  instance.closeSync();
});

test('a regular expression that backtracks without end is ended', () => {
  expect(() => withinTimeLimit(-1, () => new RegExp('^(?:a+)+$').test(`${'a'.repeat(40)}b`), 5)).toThrow(OVERRUN);
});

test('errors of the work pass', () => {
  expect(() => withinTimeLimit(-2, () => { throw new Error('of its own'); })).toThrow('of its own');
});
