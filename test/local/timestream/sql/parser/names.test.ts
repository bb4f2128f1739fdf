import { parseStatement } from '../../../../../local/timestream/sql/parser/statement';

/** The reserved words of the service's documents. */
const reserved = (
  'ALTER AND AS BETWEEN BY CASE CAST CONSTRAINT CREATE CROSS CUBE CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER ' +
  'DEALLOCATE DELETE DESCRIBE DISTINCT DROP ELSE END ESCAPE EXCEPT EXECUTE EXISTS EXTRACT FALSE FOR FROM FULL GROUP GROUPING ' +
  'HAVING IN INNER INSERT INTERSECT INTO IS JOIN LEFT LIKE LOCALTIME LOCALTIMESTAMP NATURAL NORMALIZE NOT NULL ON OR ORDER OUTER ' +
  'PREPARE RECURSIVE RIGHT ROLLUP SELECT TABLE THEN TRUE UESCAPE UNION UNNEST USING VALUES WHEN WHERE WITH'
).split(' ');

test('the documents name 69 reserved words', () => {
  expect(new Set(reserved).size).toBe(69);
});

test.each(reserved)('%s is no name of a column, an alias or a table, in any case', (word) => {
  for (const name of [word, word.toLowerCase()]) {
    expect(() => parseStatement(`SELECT 1 AS ${name}`)).toThrow('Expecting: <identifier>');
    expect(() => parseStatement(`SELECT 1 FROM d.${name}`)).toThrow();
    expect(() => parseStatement(`SELECT t.${name} FROM d.t`)).toThrow();
  }
});

test.each(reserved)('"%s" is one', (word) => {
  expect(() => parseStatement(`SELECT "${word}" AS "${word}" FROM "${word}"."${word}" AS "${word}" GROUP BY "${word}" ORDER BY "${word}"`)).not.toThrow();
});

test.each([
  'time', 'value', 'measure_name', 'interval', 'date', 'timestamp', 'year', 'month', 'day', 'hour', 'first', 'last', 'row', 'rows', 'range', 'filter', 'all', 'any', 'some',
  'array', 'if', 'try', 'over', 'partition', 'position', 'nulls', 'show', 'tables', 'databases', 'measures', 'lateral', 'ordinality', 'groups', 'sets', 'type', 'data', 'zone', 'at',
])('%s is a name', (word) => {
  expect(() => parseStatement(`SELECT 1 AS ${word}, t.${word} FROM d.t AS ${word} ORDER BY ${word}`)).not.toThrow();
});
