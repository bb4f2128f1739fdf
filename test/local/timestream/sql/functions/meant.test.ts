import { functionTable } from '../../../../../local/timestream/sql/functions';
import { meantFunction, meantFunctions } from '../../../../../local/timestream/sql/functions/meant';

const known = ['count', 'concat', 'create_time_series', 'ln'];

test('an invented function is refused with the one that is meant', () => {
  expect(meantFunction('time_series', known)).toBe('; create_time_series is meant');
});

test('a slip of the pen is refused with the nearest name', () => {
  expect(meantFunction('cuont', known)).toBe('; count is meant, perhaps');
  expect(meantFunction('ocncat', known)).toBe('; concat is meant, perhaps');
});

test('short names and names far from all others get no guess', () => {
  expect(meantFunction('x', known)).toBe('');
  expect(meantFunction('nothing_like_it', known)).toBe('');
  expect(meantFunction('', known)).toBe('');
});

test('names that objects have by themselves are no functions', () => {
  expect(meantFunction('constructor', known)).toBe('');
  expect(meantFunction('__proto__', known)).toBe('');
});

test('what the engine has and the service lacks is told so', () => {
  expect(meantFunction('json_extract', known)).toBe("; it is not in the service's documents");
});

test('only functions that exist are recommended, and only for names that do not', () => {
  for (const [name, advice] of Object.entries(meantFunctions)) {
    expect(functionTable.has(name)).toBe(false);
    const names = advice.replaceAll(/\([^)]*\)/g, '').split(/, | or | over /);
    expect(names.filter((each) => !functionTable.has(each))).toEqual([]);
  }
});
