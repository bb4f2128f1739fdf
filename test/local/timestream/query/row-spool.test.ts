import * as fc from 'fast-check';
import { RowSpool } from '../../../../local/timestream/query/row-spool';

function spoolOf(rows: readonly string[]): RowSpool {
  const spool = new RowSpool();
  // In one piece and by itself, as chunks of a result come.
  spool.add(rows.slice(0, -1));
  spool.add(rows.slice(-1));
  return spool;
}

test('rows are read back as the inside of a list', () => {
  const spool = spoolOf(['1', '"é"', '3']);
  expect(spool.read(0, 3)).toBe('1,"é",3');
  expect(spool.read(1, 2)).toBe('"é"');
  expect(spool.read(2, 2)).toBe('');
});

test('a page ends before it grows too large or too long', () => {
  const spool = spoolOf(['11111', '22222', '33333']);
  expect(spool.pageEnd(0, 12, Infinity)).toBe(2);
  expect(spool.pageEnd(0, 11, Infinity)).toBe(1);
  expect(spool.pageEnd(0, 100, 2)).toBe(2);
  expect(spool.pageEnd(1, 100, Infinity)).toBe(3);
  expect(spool.pageEnd(0, 5, Infinity)).toBe(0);
});

test('no row is lost or doubled between memory and disk', () => {
  const row = fc.integer({ min: 1, max: 600_000 }).map((length) => `"${'é'.repeat(length / 2)}"`);
  fc.assert(fc.property(fc.array(row, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (rows, step) => {
    const spool = spoolOf(rows);
    const read: string[] = [];
    for (let first = 0; first < spool.rowCount;) {
      const end = spool.pageEnd(first, Infinity, step);
      read.push(spool.read(first, end));
      first = end;
    }
    expect(`[${read.join(',')}]`).toBe(`[${rows.join(',')}]`);
    spool.close();
  }), { numRuns: 30 });
});
