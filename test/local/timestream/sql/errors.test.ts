import { lineAndColumn, SqlError, withPositions } from '../../../../local/timestream/sql/errors';

test('lines and columns count from 1, in characters', () => {
  expect(lineAndColumn('abc', 0)).toBe('1:1');
  expect(lineAndColumn('a\nbc', 3)).toBe('2:2');
  expect(lineAndColumn('😀x', 2)).toBe('1:2');
});

test('a fault becomes a ValidationException that begins with its place', () => {
  expect(() => withPositions('SELECT\n  x', () => { throw new SqlError(9, "Column 'x' does not exist"); }))
    .toThrow(expect.objectContaining({ code: 'ValidationException', message: "line 2:3: Column 'x' does not exist" }));
});

test('the place of a missing table comes last, as the service has it', () => {
  expect(() => withPositions('x', () => { throw new SqlError(0, 'Requested table', 'last'); })).toThrow('Requested table at line 1:1');
});

test('other errors pass through', () => {
  expect(() => withPositions('x', () => { throw new TypeError('bug'); })).toThrow(TypeError);
});
