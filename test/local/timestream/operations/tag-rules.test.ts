import { tagsFrom, withTags } from '../../../../local/timestream/operations/tag-rules';
import type { Tag } from '../../../../local/timestream/store/definitions';

const tag = (Key: string, Value = '') => ({ Key, Value });

test('letters of any script, digits, spaces and the documented marks make a tag', () => {
  const tags = [tag('Größe 7 + - = . _ : /', '東京'), tag('empty'), tag('my aws:', 'an aws: tag')];
  expect(tagsFrom(tags)).toEqual(tags);
});

test('members that no tag has are not kept', () => {
  expect(tagsFrom([{ ...tag('a', '1'), Colour: 'red' } as Tag])).toEqual([tag('a', '1')]);
});

test.each([
  ['a key with another character', [tag('a#b')], "The tag key 'a#b' has characters other than letters, digits, spaces and + - = . _ : /"],
  ['a value with another character', [tag('a', 'x?')], "The value 'x?' of the tag 'a' has characters other than letters, digits, spaces and + - = . _ : /"],
  ['a reserved prefix in any case', [tag('Aws:a')], "The tag key 'Aws:a' begins with aws:, which is reserved."],
  ['a value with the reserved prefix', [tag('a', 'aws:x')], "The value 'aws:x' of the tag 'a' begins with aws:, which is reserved."],
  ['a key given twice', [tag('a', '1'), tag('a', '2')], "The tag key 'a' is given more than once."],
])('%s is refused', (_what, tags, message) => {
  expect(() => tagsFrom(tags)).toThrow(message);
});

test('all that is wrong is in one message', () => {
  expect(() => tagsFrom([tag('a#'), tag('aws:b', 'c?')])).toThrow(
    "The tag key 'a#' has characters other than letters, digits, spaces and + - = . _ : /. "
    + "The value 'c?' of the tag 'aws:b' has characters other than letters, digits, spaces and + - = . _ : /. "
    + "The tag key 'aws:b' begins with aws:, which is reserved.",
  );
});

test('an added tag replaces the one of its key, in its place, and keys differ by case', () => {
  expect(withTags([tag('a', '1'), tag('b', '2')], [tag('a', '3'), tag('B', '4')])).toEqual([tag('a', '3'), tag('b', '2'), tag('B', '4')]);
});

test('fifty are allowed together, one more is not', () => {
  const fifty = Array.from({ length: 50 }, (_, n) => tag(`k${n}`));
  expect(withTags(fifty, [tag('k0', 'again')])).toHaveLength(50);
  expect(() => withTags(fifty, [tag('other')])).toThrow('51 tags are more than the 50 a resource may have.');
});
