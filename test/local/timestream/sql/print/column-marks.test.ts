import { callWithLambda, markColumn, withoutColumnMarks } from '../../../../../local/timestream/sql/print/column-marks';

const own = markColumn('t2.c0');
const outer = markColumn('t1.c0');

test('a call whose lambda reads no marked column stays as it is', () => {
  expect(callWithLambda(`list_transform([${own}], lambda x: x + 1)`, 'lambda x: x + 1')).toBe(`list_transform([${own}], lambda x: x + 1)`);
});

test('every marked column of a call is handed to its lambda, each once', () => {
  const lambda = `lambda x: x + ${own} + ${own}`;
  expect(withoutColumnMarks(callWithLambda(`list_transform([${outer}], ${lambda})`, lambda)))
    .toBe("list_transform([{'c0': t1.c0, 'c1': t2.c0}], lambda around: list_transform([around.c0], lambda x: x + around.c1 + around.c1))[1]");
});
