/** How rules are read; what they are refused for stands in test/fixtures/iot-sql/refusals.json. */
import * as fc from 'fast-check';
import { dialectOf, parseStatement } from '../../../../local/iot/rule-sql/parse-statement';
import { RuleSqlError } from '../../../../local/iot/rule-sql/rule-sql-error';

describe('a rule statement', () => {
  it('is read in any case and over several lines', () => {
    expect(parseStatement("select a\nfrom 'x/+/y/#'\nwhere a = 1", '2016-03-23').topicFilter).toBe('x/+/y/#');
  });

  it('needs no topic filter when only Basic Ingest leads to it', () => {
    expect(parseStatement('SELECT * WHERE topic(1) = \'a\'', '2016-03-23')).not.toHaveProperty('topicFilter');
  });

  it('tells the templates of its actions which variables it has', () => {
    expect(dialectOf(parseStatement("SET @a = 1, @b_2 = @a SELECT @b_2 AS b FROM 'x'", '2015-10-08'))).toEqual({ version: '2015-10-08', variables: new Set(['a', 'b_2']) });
  });

  it.each([
    [`SELECT ${'('.repeat(200)}`, 'line 1:108: an expression nests deeper than 100 levels'],
    [`SELECT ${'NOT '.repeat(200)}a AS b FROM 'x'`, /nests deeper than 100 levels/],
    [`SELECT ${'(SELECT a FROM '.repeat(200)}`, /nests deeper than 100 levels/],
    [`SELECT ${'['.repeat(200)}`, /nests deeper than 100 levels/],
  ])('is refused when it nests too deep', (sql, message) => {
    expect(() => parseStatement(sql, '2016-03-23')).toThrow(message);
  });

  it('is read or refused with a position, whatever the text', () => {
    const pieces = ['SELECT ', 'VALUE ', ' FROM ', ' WHERE ', ' AS ', "'a/+'", '*', ',', '(', ')', '[', ']', '{', '}', ':', 'a', '@a', 'SET ', '.', '1', ' AND ', ' NOT ', ' IN ', 'EXISTS ', 'CASE ', ' WHEN ', ' END ', '-', '=', '<>', 'topic', 'cast', 'encode', "'base64'", "'", '"', '${'];
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join('')));
    fc.assert(fc.property(text, fc.constantFrom('2015-10-08' as const, '2016-03-23' as const), (sql, version) => {
      try {
        parseStatement(sql, version);
      } catch (error) {
        expect(error).toBeInstanceOf(RuleSqlError);
      }
    }), { numRuns: 2000 });
  });
});
