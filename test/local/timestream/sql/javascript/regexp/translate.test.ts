import { PatternError } from '../../../../../../local/timestream/sql/javascript/regexp/pattern-cursor';
import { translate } from '../../../../../../local/timestream/sql/javascript/regexp/translate';

/** All matches, each with its groups. */
function found(pattern: string, text: string): (string | undefined)[][] {
  return Array.from(text.matchAll(new RegExp(translate(pattern).source, 'gv')), (match) => [...match]);
}

const all = (pattern: string, text: string) => found(pattern, text).map(([match]) => match);

test.each([
  ['\\w+', 'añb_1', ['a', 'b_1']],
  ['\\W', 'aéb', ['é']],
  ['\\d', '1٣2', ['1', '2']],
  ['\\s', 'a\u00a0b\u000bc', ['\u000b']],
  ['\\S', 'a \u00a0', ['a', '\u00a0']],
  ['\\h', '\u180e\u00a0\n', ['\u180e', '\u00a0']],
  ['\\v', '\u000b\u0085\t', ['\u000b', '\u0085']],
  ['\\H\\V', 'ab', ['ab']],
  ['\\p{Alpha}', 'éa', ['a']],
  ['\\p{Punct}', 'a^~é', ['^', '~']],
  ['\\p{L}', 'é1', ['é']],
  ['\\pL\\PL', 'é1', ['é1']],
  ['\\p{IsAlphabetic}+', 'éa1', ['éa']],
  ['\\p{IsGreek}', 'aβ', ['β']],
  ['\\p{script=LATIN}', 'aβ', ['a']],
  ['\\p{gc=Lu}', 'aB', ['B']],
  ['[\\p{Lower}\\d]+', 'aB1', ['a', '1']],
  ['[^\\P{L}]', '1é', ['é']],
  ['\\x41\\u0042\\x{1F600}\\uD83D\\uDE00', 'AB😀😀', ['AB😀😀']],
  ['\\t\\a\\e\\f', '\t\u0007\u001b\f', ['\t\u0007\u001b\f']],
])('%s finds what Java finds in %j', (pattern, text, matches) => {
  expect(all(pattern, text)).toEqual(matches);
});

test.each([
  ['[a-c]', 'abd', ['a', 'b']],
  ['[^a-c]', 'abd', ['d']],
  ['[]a]', 'a]b', ['a', ']']],
  ['[a-]', 'a-b', ['a', '-']],
  ['[-a]', 'a-b', ['a', '-']],
  ['[a-c[x-z]]', 'adz', ['a', 'z']],
  ['[a-z&&[def]]', 'adz', ['d']],
  ['[a-z&&[^bc]]', 'abz', ['a', 'z']],
  ['[a&b]', '&', ['&']],
  ['[.*(){}|$^/-]', 'a.*(){}|$^/-', ['.', '*', '(', ')', '{', '}', '|', '$', '^', '/', '-']],
  ['[\\]\\[\\-\\\\]', '[]-\\', ['[', ']', '-', '\\']],
  ['[😀-😂]', '😁😃', ['😁']],
  ['a]b}c', 'a]b}c', ['a]b}c']],
  ['\\.\\/\\"', './"', ['./"']],
])('the class or literal %s is read as in Java', (pattern, text, matches) => {
  expect(all(pattern, text)).toEqual(matches);
});

test.each([
  ['.', '\n\r\u0085\u2028\u2029😀', ['😀']],
  ['(?s).', '\n😀', ['\n', '😀']],
  ['a$', 'a\n', ['a']],
  ['a$', 'a\r\n', ['a']],
  ['a$', 'a\n\n', []],
  ['\\r$', 'a\r\n', []],
  ['\n$', 'a\n\n', ['\n', '\n']],
  ['a\\z', 'a\n', []],
  ['a\\Z', 'a\n', ['a']],
  ['\\Aa', 'aa', ['a']],
  ['^a', 'a\na', ['a']],
  ['(?m)^a', 'a\na\r\na', ['a', 'a', 'a']],
  ['(?m)a$', 'a\na\r\na', ['a', 'a', 'a']],
  ['(?m)^', '', []],
  ['(?m)^', 'a\n', ['']],
  ['\\bis\\b', 'this is', ['is']],
])('%j finds line ends as Java in %j', (pattern, text, matches) => {
  expect(all(pattern, text)).toEqual(matches);
});

test.each([
  ['(?i)k', 'kK\u212a', ['k', 'K']],
  ['(?i)[j-l]', 'kK\u212a', ['k', 'K']],
  ['(?i)[^k]', 'kKx', ['x']],
  ['(?i)[X-c]', 'xABC', ['x', 'A', 'B', 'C']],
  ['(?i)é', 'É', []],
  ['a(?i)b', 'aB AB', ['aB']],
  ['a(?i:b)c', 'aBc aBC', ['aBc']],
  ['(?i)a(?-i)b', 'Ab AB', ['Ab']],
  ['(a(?i)b|c)c', 'Cc cC', ['Cc']],
  ['(?is)a.', 'A\n', ['A\n']],
])('(?i) is about ASCII letters: %s in %j', (pattern, text, matches) => {
  expect(all(pattern, text)).toEqual(matches);
});

test('groups have numbers and names, and one that takes no part is undefined', () => {
  expect(found('(a)|(?<bee>b)(?:c)', 'abc')).toEqual([['a', 'a', undefined], ['bc', undefined, 'b']]);
  expect(translate('(a)|(?<bee>b)(?:c)')).toMatchObject({ groupCount: 2, groupNames: new Map([['bee', 2]]) });
});

test('back references, look-arounds and quantifiers mean the same', () => {
  expect(all('(\\w)\\1', 'aabbc')).toEqual(['aa', 'bb']);
  expect(all('(?<x>a)\\k<x>1', 'aa1')).toEqual(['aa1']);
  expect(all('(a)\\11', 'aa1')).toEqual(['aa1']);
  expect(all('(a)\\1{2}', 'aaa')).toEqual(['aaa']);
  expect(all('a(?=b)|(?<=a)b(?!b)|(?<!a)c', 'abc')).toEqual(['a', 'b', 'c']);
  expect(all('a{2}|b{1,2}?|c{2,}', 'aabbccc')).toEqual(['aa', 'b', 'b', 'ccc']);
  expect(all('(ab)+?', 'abab')).toEqual(['ab', 'ab']);
});

test.each([
  ['(', 'Unclosed group'],
  ['a)', "Unmatched closing ')'"],
  ['[a', 'Unclosed character class'],
  ['*a', "Dangling meta character '*'"],
  ['a**', "Dangling meta character '*'"],
  ['a{', 'Illegal repetition'],
  ['a{,2}', 'Illegal repetition'],
  ['{2}', 'Illegal repetition'],
  ['a{2', 'Unclosed counted closure'],
  ['a{3,2}', 'Illegal repetition range'],
  ['[b-a]', 'Illegal character range'],
  ['[a-\\d]', 'Illegal character range'],
  ['\\y', 'Illegal/unsupported escape sequence \\y'],
  ['\\', 'Unexpected end'],
  ['\\x4', 'Unexpected end'],
  ['\\u00zz', 'Illegal hexadecimal escape sequence'],
  ['\\x{110000}', 'Hexadecimal codepoint is too big'],
  ['\\p{Nope}', 'Unknown character property name {Nope}'],
  ['\\p{IsNope}', 'Unknown character property name {IsNope}'],
  ['\\p{L', 'Unclosed character family'],
  ['\\k<x>', 'named capturing group <x> does not exist'],
  ['(?<x>a)(?<x>b)', 'Named capturing group <x> is already defined'],
  ['(?<1>a)', 'capturing group name does not start with a Latin letter'],
  ['(?y)a', 'Unknown inline modifier'],
  ['(?<=a*)b', 'Look-behind group does not have an obvious maximum length'],
  ['('.repeat(300), 'More than 200 levels of brackets'],
])('%j is refused as wrong', (pattern, message) => {
  expect(() => translate(pattern)).toThrow(new PatternError(message));
});

test.each([
  ['a*+', 'A possessive quantifier'],
  ['(?>a)', 'An atomic group'],
  ['\\Qa\\E', '\\Q'],
  ['\\Ga', '\\G'],
  ['\\R', '\\R'],
  ['\\X', '\\X'],
  ['\\07', '\\0'],
  ['\\cA', '\\c'],
  ['(?x) a', 'The flag (?x)'],
  ['(?u)a', 'The flag (?u)'],
  ['[^a[b]]', 'A class inside a negated one'],
  ['[a-z&&b]', 'An intersection of another form than [a&&[b]]'],
  ['[&&[a]]', 'An intersection of another form than [a&&[b]]'],
  ['\\uD83D', 'Half of a surrogate pair'],
  ['(?i)\\p{Lower}', '\\p{Lower} with (?i)'],
  ['\\p{InGreek}', '\\p{InGreek}'],
  ['(?i)(a)\\1', 'A back reference with (?i)'],
  ['(?:(a)|b)\\1', '\\1, which refers to a group that may have no match,'],
  ['(a)?\\1', '\\1, which refers to a group that may have no match,'],
  ['(a\\1)', '\\1, which refers to a group that may have no match,'],
  ['(a*)*', 'Repeating what can be empty'],
  ['(?:a|b?)+', 'Repeating what can be empty'],
  ['(a*)?', 'An optional group that can be empty'],
  ['(?:(a)|b)+', 'A group inside a repeated one that does not take part in every turn'],
  ['(?:(a)?b)+', 'A group inside a repeated one that does not take part in every turn'],
  ['^*', 'A quantifier after an assertion'],
  ['(?<=(a))b', 'A group in a look-behind'],
])('%j is refused by name: it would not match the same in JavaScript', (pattern, construct) => {
  expect(() => translate(pattern)).toThrow(new PatternError(`${construct} is not supported`));
});
