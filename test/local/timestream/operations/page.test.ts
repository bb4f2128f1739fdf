import { pageOf } from '../../../../local/timestream/operations/page';

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const page = (items: readonly string[], input: Parameters<typeof pageOf>[2] = {}, listing = 'letters') => pageOf(items, (item) => item, input, listing);

test('a page has 20 items unless another number is asked for', () => {
  expect(page(letters).page).toEqual(letters.slice(0, 20));
  expect(page(letters, { MaxResults: 3 }).page).toEqual(['a', 'b', 'c']);
  expect(page(letters, { MaxResults: 26 })).toEqual({ page: letters });
});

test('its token leads to the next item of the day', () => {
  const { NextToken = '' } = page(letters, { MaxResults: 3 });
  expect(page(letters, { NextToken, MaxResults: 2 }).page).toEqual(['d', 'e']);
  expect(page(['a', 'cc', 'x'], { NextToken }).page).toEqual(['cc', 'x']);
  expect(page(['a'], { NextToken })).toEqual({ page: [] });
});

test('a key may hold any text', () => {
  const { NextToken = '' } = page(['', '\n', 'é😀'], { MaxResults: 2 });
  expect(page(['', '\n', 'é😀'], { NextToken })).toEqual({ page: ['é😀'] });
});

test('a token of another listing, or one that was changed, is refused', () => {
  const { NextToken = '' } = page(letters, { MaxResults: 3 });
  const refusal = expect.objectContaining({ code: 'ValidationException', message: 'Invalid pagination token' });
  expect(() => page(letters, { NextToken }, 'digits')).toThrow(refusal);
  expect(() => page(letters, { NextToken }, 'letters\nc')).toThrow(refusal);
  for (const changed of ['', 'c', NextToken.slice(0, -1), `${NextToken}A`, `${NextToken}=`]) expect(() => page(letters, { NextToken: changed })).toThrow(refusal);
});
