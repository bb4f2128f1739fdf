/** What rules are refused for, and where in the text. */
import * as fc from 'fast-check';
import { parseStatement } from '../../../../local/iot/rule-sql/parse-statement';
import { RuleSqlError } from '../../../../local/iot/rule-sql/rule-sql-error';

describe('a rule statement', () => {
  it('is read in any case and over several lines', () => {
    expect(parseStatement("select a\nfrom 'x/+/y/#'\nwhere a = 1").topicFilter).toBe('x/+/y/#');
  });

  it.each([
    ["SELECT get_thing_shadow('a', 'b') AS s FROM 'x'", 'line 1:8: function get_thing_shadow() is not supported yet'],
    ["SELECT a,\n  CASE a WHEN 1 THEN 2 END AS b FROM 'x'", 'line 2:3: CASE is not supported yet'],
    ["SET @x = 1 SELECT a FROM 'x'", 'line 1:5: unexpected character "@"'],
    ["SET x = 1 SELECT a FROM 'x'", 'line 1:1: SET is not supported yet'],
    ["SELECT a FROM 'x' WHERE a IN [1]", 'line 1:27: unexpected IN'],
    ["SELECT [a] AS b FROM 'x'", 'line 1:8: array literals are not supported yet'],
    ["SELECT {'a': 1} AS b FROM 'x'", 'line 1:12: unexpected character ":"'],
    ["SELECT topic() FROM 'x'", 'line 1:8: an expression needs a name: AS name'],
    ["SELECT topic(1, 2) AS t FROM 'x'", 'line 1:8: topic() does not take 2 arguments'],
    ["SELECT encode(*, 'hex') AS e FROM 'x'", "line 1:18: encode() knows the scheme 'base64' only"],
    ["SELECT encode(a, 'hex') AS e FROM 'x'", "line 1:18: encode() knows the scheme 'base64' only"],
    ["SELECT parse_time('yyyy-w', 1) AS t FROM 'x'", 'line 1:19: parse_time() does not support the pattern letters "w" yet, only yyyy MM dd HH mm ss SSS'],
    ["SELECT parse_time('yyyy', 1, 'Europe/Berlin') AS t FROM 'x'", "line 1:30: parse_time() knows the time zone 'UTC' only, others are not supported yet"],
    ["SELECT a FROM '$aws/rules/r/x'", 'line 1:15: Basic Ingest ($aws/rules/...) is not supported yet'],
    ["SELECT a FROM 'a/#/b'", 'line 1:15: # is the last level of a filter: a/#/b'],
    ["SELECT a FROM 'a+/b'", 'line 1:15: + and # stand alone between slashes: a+/b'],
    ["SELECT a FROM ''", 'line 1:15: the topic filter is empty'],
    ['SELECT a FROM x', 'line 1:15: expected a topic filter in quotes but found x'],
    ["SELECT a FROM 'x", "line 1:15: text that starts with ' does not end"],
    ["SELECT a FROM 'x' GROUP BY a", 'line 1:19: unexpected GROUP'],
    ['SELECT a', 'line 1:9: expected FROM but found the end of the text'],
    ['', 'line 1:1: expected SELECT but found the end of the text'],
    [`SELECT ${'('.repeat(200)}`, 'line 1:108: an expression nests deeper than 100 levels'],
    [`SELECT ${'NOT '.repeat(200)}a AS b FROM 'x'`, /nests deeper than 100 levels/],
  ])('is refused: %s', (sql, message) => {
    expect(() => parseStatement(sql)).toThrow(RuleSqlError);
    expect(() => parseStatement(sql)).toThrow(message);
  });

  it('is read or refused with a position, whatever the text', () => {
    const pieces = ['SELECT ', ' FROM ', ' WHERE ', ' AS ', "'a/+'", '*', ',', '(', ')', 'a', '.', '1', ' AND ', ' NOT ', '-', '=', '<>', 'topic', 'encode', "'base64'", "'", '"', '${', '}'];
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join('')));
    fc.assert(fc.property(text, (sql) => {
      try {
        parseStatement(sql);
      } catch (error) {
        expect(error).toBeInstanceOf(RuleSqlError);
      }
    }), { numRuns: 2000 });
  });
});
