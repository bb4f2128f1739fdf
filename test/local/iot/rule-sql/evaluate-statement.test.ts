/** What a rule's statement makes of a message, beyond the documented cases. */
import { MessageContext } from '../../../../local/iot/message-context';
import { evaluateStatement } from '../../../../local/iot/rule-sql/evaluate-statement';
import { parseStatement } from '../../../../local/iot/rule-sql/parse-statement';
import { jsonText } from '../../../../local/iot/rule-sql/value';
import { contextOf } from './message-context';

const carryingRule = parseStatement(`SELECT encode(*, 'base64') AS payload, topic() AS topic, clientid() AS clientId, timestamp() AS receivedAt
  FROM 'sensors/+/telemetry'`, '2016-03-23');

describe('a statement', () => {
  it.each([
    ['JSON', Buffer.from('{"temperature": 21}')],
    ['bytes that are no text', Buffer.from([0, 255, 128, 34, 92])],
    ['nothing', Buffer.alloc(0)],
  ])('hands a payload of %s whole through the carrying rule', (_what, payload) => {
    const result = evaluateStatement(carryingRule, contextOf(payload));
    expect(result?.kind === 'json' && jsonText(result.value))
      .toBe(`{"payload":"${payload.toString('base64')}","topic":"sensors/a1/telemetry","clientId":"client-1","receivedAt":1767323045067}`);
  });

  it('does not read the payload of the carrying rule', () => {
    const context = Object.assign(contextOf('{}'), { json: () => { throw new Error('it was read'); } });
    expect(evaluateStatement(carryingRule, context)).toBeDefined();
  });

  it('hands the bytes on untouched for a star alone', () => {
    const payload = Buffer.from([1, 2, 255]);
    expect(evaluateStatement(parseStatement("SELECT * FROM 'a'", '2016-03-23'), contextOf(payload))).toEqual({ kind: 'bytes', bytes: payload });
  });

  it.each(['rtrim', 'trim'])('does not look at each blank of a long text again and again for %s()', (name) => {
    const statement = parseStatement(`SELECT ${name}(a) AS a FROM 'a'`, '2016-03-23');
    const text = `x${' '.repeat(400_000)}x`;
    const result = evaluateStatement(statement, contextOf(JSON.stringify({ a: `${text} \t` }), statement));
    expect(result?.kind === 'json' && jsonText(result.value)).toBe(JSON.stringify({ a: text }));
  });

  it('computes a variable once, and only when it is used', () => {
    const statement = parseStatement("SET @id = newuuid(), @bad = missing.field SELECT @id AS a, @id AS b FROM 'a'", '2016-03-23');
    const result = evaluateStatement(statement, new MessageContext({ topic: 'a', clientId: 'c', receivedAt: 0, payload: Buffer.from('not json') }, statement));
    expect(result?.kind === 'json' && jsonText(result.value)).toMatch(/^\{"a":"([0-9a-f-]{36})","b":"\1"\}$/);
  });
});
