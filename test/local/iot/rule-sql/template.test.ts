/** Substitution templates in action parameters. */
import * as fc from 'fast-check';
import { parseExpression } from '../../../../local/iot/rule-sql/parse-expression';
import { templateReadsPayload } from '../../../../local/iot/rule-sql/reads-payload';
import { RuleSqlError } from '../../../../local/iot/rule-sql/rule-sql-error';
import { parseTemplate, renderTemplate } from '../../../../local/iot/rule-sql/template';
import { TokenReader } from '../../../../local/iot/rule-sql/token-reader';
import { contextOf } from './message-context';

const dialect = { version: '2016-03-23', variables: new Set<string>() } as const;

function render(template: string): string {
  return renderTemplate(parseTemplate(template, dialect), contextOf('{"device": {"id": 7}, "none": null}'));
}

function readsPayload(template: string): boolean {
  const variables = new Map([['plain', 'topic(1)'], ['reading', 'a.b']].map(([name = '', text = '']) => [name, parseExpression(new TokenReader(text, dialect))]));
  return templateReadsPayload(parseTemplate(template, { ...dialect, variables: new Set(variables.keys()) }), variables);
}

describe('a substitution template', () => {
  it.each([
    ['plain/key.json', 'plain/key.json'],
    ['reason=rule-error/date=${parse_time("yyyy-MM-dd", timestamp(), "UTC")}/${newuuid()}.json', 'reason=rule-error/date=2026-01-02/00000000-0000-4000-8000-000000000000.json'],
    ['${topic(2)}/${clientid()}', 'a1/client-1'],
    ['${device.id}-${device}-${missing}-${none}', '7-{"id":7}--'],
    ["${replace(topic(), '/', '-') + '-' + timestamp() + '-' + newuuid()}", 'sensors-a1-telemetry-1767323045067-00000000-0000-4000-8000-000000000000'],
    ["${get({'a': '}'}, 'a')}", '}'],
    ["${'}' + \"{\"}", '}{'],
    ['$ { } $', '$ { } $'],
    ["${parse_time('yyyyMMdd''T''HHmmss.SSS', timestamp())}", '20260102T030405.067'],
    ["${parse_time(\"'at' HH\", 0)}", 'at 00'],
  ])('%s', (template, expected) => {
    expect(render(template)).toBe(expected);
  });

  it.each([
    ['a/${topic(', 'line 1:3: ${ has no closing }'],
    ['a/${topic()}/${nope()}', 'line 1:16: function nope() is not supported'],
    ['${}', 'line 1:3: expected an expression but found the end of the text'],
    ['${topic() topic()}', 'line 1:11: unexpected topic'],
  ])('is refused: %s', (template, message) => {
    expect(() => parseTemplate(template, dialect)).toThrow(new Error(message));
  });

  it.each([
    "${topic()}/${encode(*, 'base64')}", '${cast(topic(2) AS Int)}', "${CASE topic() WHEN 'a' THEN 1 END}", "${[1, {'a': -2}]}", '${NOT true}', '${@plain}', 'a',
  ])('does not need a payload of JSON: %s', (template) => {
    expect(readsPayload(template)).toBe(false);
  });

  it.each([
    '${topic()}/${1 + -device.id}', '${cast(a AS Int)}', '${CASE 1 WHEN 1 THEN a END}', '${CASE 1 WHEN 1 THEN 1 ELSE a END}', '${[1, a]}', "${{'a': a}}", '${NOT a}',
    '${(SELECT VALUE b FROM a)}', '${EXISTS (SELECT b FROM a)}', '${@reading}', '${get(@reading, 1)}',
  ])('needs a payload of JSON: %s', (template) => {
    expect(readsPayload(template)).toBe(true);
  });

  it('is read or refused with a position, and renders to text, whatever it says', () => {
    const pieces = ['${', '}', 'topic()', 'timestamp()', 'parse_time("', 'yyyy', '"', "'", ', ', ')', 'a.b', '+', '1', '/', ' '];
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join('')));
    fc.assert(fc.property(text, (template) => {
      try {
        expect(typeof render(template)).toBe('string');
      } catch (error) {
        expect(error).toBeInstanceOf(RuleSqlError);
      }
    }), { numRuns: 2000 });
  });
});
