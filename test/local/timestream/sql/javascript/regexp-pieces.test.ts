import { regexpPieces } from '../../../../../local/timestream/sql/javascript/regexp-pieces';
import { javaRegexp } from '../../../../../local/timestream/sql/javascript/regexp/java-regexp';

test('each match comes with the text before it, and the rest comes last', () => {
  expect(regexpPieces('x1yy22', javaRegexp('([0-9])([0-9])?'))).toEqual([
    { before: 'x', groups: ['1', null] },
    { before: 'yy', groups: ['2', '2'] },
    { before: '', groups: null },
  ]);
});

test('a text without a match is one piece', () => {
  expect(regexpPieces('abc', javaRegexp('x'))).toEqual([{ before: 'abc', groups: null }]);
});

test('a match of nothing is one between all characters', () => {
  expect(regexpPieces('😀', javaRegexp(''))).toEqual([{ before: '', groups: [] }, { before: '😀', groups: [] }, { before: '', groups: null }]);
});
