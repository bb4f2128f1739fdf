import { extract, extractAll, replaceMatches, splitAtMatches } from '../../../../../local/timestream/sql/javascript/regexp-functions';
import { javaRegexp } from '../../../../../local/timestream/sql/javascript/regexp/java-regexp';

const replaced = (text: string, pattern: string, by: string) => replaceMatches(text, javaRegexp(pattern), by);

test.each([
  ['abc', '', '-', '-a-b-c-'],
  ['😀b', '', '-', '-😀-b-'],
  ['aab', 'a*', '-', '--b-'],
  ['abc', 'b', '$0$0', 'abbc'],
  ['ab', '(a)(b)', '$2$1', 'ba'],
  ['ab', '(?<x>a)', '[${x}]', '[a]b'],
  ['a', '(a)', '$12', 'a2'],
  ['a', '(a)', '\\$1\\\\', '$1\\'],
  ['b', '(a)|b', '<$1>', '<>'],
  ['abc', 'x', '$9', 'abc'],
])('in %j, %j replaced by %j is %j', (text, pattern, by, result) => {
  expect(replaced(text, pattern, by)).toBe(result);
});

test.each([
  ['$1', 'unknown group 1'],
  ['${x}', 'unknown group { x }'],
  ['a$', 'a$'],
  ['$x', '$x'],
  ['${x', '${x'],
  ['a\\', 'a\\'],
])('the replacement %j is refused', (by, named) => {
  expect(() => replaced('a', 'a', by)).toThrow(`timestream: Illegal replacement sequence: ${named}`);
});

test('a result may not grow without end', () => {
  expect(() => replaced('a'.repeat(2000), 'a', 'b'.repeat(1000))).toThrow('has more than 1048576 characters');
});

test('a group without a match is NULL, one that the pattern lacks is refused', () => {
  expect(extract('b', javaRegexp('(a)|b'), 1n)).toBeNull();
  expect(extract('c', javaRegexp('(a)|b'), 0n)).toBeNull();
  expect(extractAll('ab', javaRegexp('(a)|b'), 1n)).toEqual(['a', null]);
  expect(extractAll('abc', javaRegexp(''), 0n)).toEqual(['', '', '', '']);
  expect(() => extract('', javaRegexp('(a)'), 2n)).toThrow('Pattern has 1 groups. Cannot access group 2');
  expect(() => extract('', javaRegexp('(a)'), -1n)).toThrow('Group cannot be negative');
});

test('splitting keeps what is empty at the ends', () => {
  expect(splitAtMatches(',a,,b,', javaRegexp(','))).toEqual(['', 'a', '', 'b', '']);
  expect(splitAtMatches('abc', javaRegexp(''))).toEqual(['', 'a', 'b', 'c', '']);
  expect(splitAtMatches('', javaRegexp(','))).toEqual(['']);
});

test('a wrong pattern is named, a long one in part', () => {
  expect(() => javaRegexp('a(')).toThrow("timestream: Invalid regular expression 'a(': Unclosed group");
  expect(() => javaRegexp(`${'a'.repeat(300)}(`)).toThrow(`'${'a'.repeat(200)}...': Unclosed group`);
});
