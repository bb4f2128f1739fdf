/** An IoT invocation fails exactly when a reading must come again. */
import { requireSettled, UnsettledReadingsError } from '../../../shared/ingest/require-settled';
import { resultOf } from './outcomes';

it('lets settled readings pass', () => {
  expect(() => { requireSettled(resultOf('wsjc')); }).not.toThrow();
});

it('throws with the number of readings and the first cause', () => {
  const failure = () => { requireSettled(resultOf('wrjr')); };
  expect(failure).toThrow(UnsettledReadingsError);
  expect(failure).toThrow('2 of 4 readings must be delivered again: throttled');
});
