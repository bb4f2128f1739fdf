import { Readers } from '../../../../local/timestream/store/readers';

it('removes what nobody reads at once, and everything else after the last who read then', () => {
  const readers = new Readers();
  const removed: string[] = [];
  const retire = (name: string) => readers.retire(() => removed.push(name));
  const [one, two, three] = [{}, {}, {}];
  retire('unread');
  readers.begin(one);
  readers.begin(two);
  retire('first');
  readers.end(two);
  readers.begin(three);
  retire('second');
  expect(removed).toEqual(['unread']);
  readers.end(one);
  expect(removed).toEqual(['unread', 'first']);
  readers.end(three);
  readers.end(three);
  expect(removed).toEqual(['unread', 'first', 'second']);
});
