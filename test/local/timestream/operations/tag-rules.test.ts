import { checkTags, withTags } from '../../../../local/timestream/operations/tag-rules';

const tag = (Key: string, Value = '') => ({ Key, Value });

test('letters of any script, digits, spaces and the documented marks make a tag', () => {
  expect(() => checkTags([tag('Größe 7 + - = . _ : /', '東京'), tag('empty')])).not.toThrow();
});

test.each([
  ['a key with another character', [tag('a#b')], "The tag key 'a#b' has characters other than letters, digits, spaces and + - = . _ : /"],
  ['a value with another character', [tag('a', 'x?')], "The value 'x?' of the tag 'a' has characters other than letters, digits, spaces and + - = . _ : /"],
  ['a reserved prefix in any case', [tag('Aws:a')], "The tag key 'Aws:a' begins with aws:, which is reserved."],
  ['a key given twice', [tag('a', '1'), tag('a', '2')], "The tag key 'a' is given more than once."],
])('%s is refused', (_what, tags, message) => {
  expect(() => checkTags(tags)).toThrow(message);
});

test('an added tag replaces the one of its key, in its place, and keys differ by case', () => {
  expect(withTags([tag('a', '1'), tag('b', '2')], [tag('a', '3'), tag('B', '4')])).toEqual([tag('a', '3'), tag('b', '2'), tag('B', '4')]);
});

test('fifty are allowed together, one more is not', () => {
  const fifty = Array.from({ length: 50 }, (_, n) => tag(`k${n}`));
  expect(withTags(fifty, [tag('k0', 'again')])).toHaveLength(50);
  expect(() => withTags(fifty, [tag('other')])).toThrow('51 tags are more than the 50 a resource may have.');
});
