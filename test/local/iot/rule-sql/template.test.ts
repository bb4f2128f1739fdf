/** Substitution templates in action parameters. */
import * as fc from 'fast-check';
import { RuleSqlError } from '../../../../local/iot/rule-sql/rule-sql-error';
import { parseTemplate, readsPayloadFields, renderTemplate } from '../../../../local/iot/rule-sql/template';
import { contextOf } from './message-context';

function render(template: string): string {
  return renderTemplate(parseTemplate(template), contextOf('{"device": {"id": 7}}'));
}

describe('a substitution template', () => {
  it.each([
    ['plain/key.json', 'plain/key.json'],
    ['reason=rule-error/date=${parse_time("yyyy-MM-dd", timestamp(), "UTC")}/${newuuid()}.json', 'reason=rule-error/date=2026-01-02/00000000-0000-4000-8000-000000000000.json'],
    ['${topic(2)}/${clientid()}', 'a1/client-1'],
    ['${device.id}-${device}-${missing}', '7-{"id":7}-'],
    ["${'}' + \"{\"}", '}{'],
    ['$ { } $', '$ { } $'],
    ["${parse_time('yyyyMMdd''T''HHmmss.SSS', timestamp())}", '20260102T030405.067'],
    ["${parse_time(\"'at' HH\", 0)}", 'at 00'],
  ])('%s', (template, expected) => {
    expect(render(template)).toBe(expected);
  });

  it.each([
    ['a/${topic(', 'line 1:3: ${ has no closing }'],
    ['a/${topic()}/${nope()}', 'line 1:16: function nope() is not supported yet'],
    ['${}', 'line 1:3: expected an expression but found the end of the text'],
    ['${topic() topic()}', 'line 1:11: unexpected topic'],
  ])('is refused: %s', (template, message) => {
    expect(() => parseTemplate(template)).toThrow(new Error(message));
  });

  it('tells whether it reads the payload', () => {
    expect(readsPayloadFields(parseTemplate("${topic()}/${encode(*, 'base64')}"))).toBe(false);
    expect(readsPayloadFields(parseTemplate('${topic()}/${1 + -device.id}'))).toBe(true);
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
