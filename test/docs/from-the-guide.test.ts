/** docs/from-the-guide.md is true: every query of the page gives, after the guide's own writes, the rows that the page shows below it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTimestream, type RunningTimestream } from '../../local/timestream/server';
import { createGuideTable, firstPage, rowsOf, writeReadings } from '../guide/sdk';
import { writesOfSection4 } from '../guide/section-4';

const page = readFileSync(join(__dirname, '../../docs/from-the-guide.md'), 'utf8');

/** A query, and the table that follows it. */
const shownBlock = /```sql\n(.*?)```\n\n(\|.*?)(?:\n\n|\n$|$)/gs;

const cellsOf = (line: string): string[] => line.split('|').slice(1, -1).map((cell) => cell.trim());

const shown = Array.from(page.matchAll(shownBlock), ([, query = '', table = '']) => {
  const [columns = '', , ...rows] = table.split('\n');
  return { query, columns: cellsOf(columns), rows: rows.map(cellsOf) };
});

const nowMs = Date.UTC(2026, 10, 20, 12);
const writtenMs = nowMs - 2 * 60_000;

let server: RunningTimestream;
beforeAll(async () => {
  server = await startTimestream({ data: ':memory:', nowNs: () => BigInt(nowMs) * 1_000_000n });
  await createGuideTable(server.endpoint);
  await writeReadings(server.endpoint, writesOfSection4(String(writtenMs)));
});
afterAll(() => server.close());

it('shows rows below every query, for each section that asks one', () => {
  expect(shown).toHaveLength(page.split('```sql').length - 1);
  expect([5, 6, 9].filter((section) => !page.includes(`**§ ${section}, `))).toEqual([]);
});

it.each(shown)('$query', async ({ query, columns, rows }) => {
  const { ColumnInfo = [] } = await firstPage(server.endpoint, query);
  expect(ColumnInfo.map(({ Name }) => Name)).toEqual(columns);
  expect(await rowsOf(server.endpoint, query)).toEqual(rows);
});
