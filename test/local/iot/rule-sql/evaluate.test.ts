/** What a rule's statement makes of a message. */
import { evaluateStatement, NotJsonError } from '../../../../local/iot/rule-sql/evaluate';
import { parseStatement } from '../../../../local/iot/rule-sql/parse-statement';
import { contextOf } from './message-context';

function run(sql: string, payload: unknown): unknown {
  const result = evaluateStatement(parseStatement(sql), contextOf(JSON.stringify(payload)));
  return result?.kind === 'json' ? result.value : result;
}

const carryingRule = `SELECT encode(*, 'base64') AS payload, topic() AS topic, clientid() AS clientId, timestamp() AS receivedAt
  FROM 'sensors/+/telemetry'`;

describe('the SELECT list', () => {
  it.each([
    ['JSON', Buffer.from('{"temperature": 21}')],
    ['bytes that are no text', Buffer.from([0, 255, 128, 34, 92])],
    ['nothing', Buffer.alloc(0)],
  ])('hands a payload of %s whole through the carrying rule', (_what, payload) => {
    const result = evaluateStatement(parseStatement(carryingRule), contextOf(payload));
    expect(result).toEqual({
      kind: 'json',
      value: { payload: payload.toString('base64'), topic: 'sensors/a1/telemetry', clientId: 'client-1', receivedAt: 1767323045067 },
    });
  });

  it('hands the bytes on untouched for a star alone', () => {
    const payload = Buffer.from([1, 2, 255]);
    expect(evaluateStatement(parseStatement("SELECT * FROM 'a'"), contextOf(payload))).toEqual({ kind: 'bytes', bytes: payload });
  });

  it.each([
    ['SELECT temperature', { temperature: 21 }],
    ['SELECT temperature AS t, missing', { t: 21 }],
    ['SELECT place.room', { room: 'A' }],
    ['SELECT place.room.floor AS floor', {}],
    ['SELECT *, topic(2) AS device', { temperature: 21, place: { room: 'A' }, tags: ['x'], none: null, device: 'a1' }],
    ["SELECT none, null AS n, true AS t, 'it''s' AS quoted, \"double\" AS d", { none: null, n: null, t: true, quoted: "it's", d: 'double' }],
    ['SELECT topic(1) AS one, topic(9) AS nine', { one: 'sensors' }],
    ["SELECT encode('x', 'base64') AS x, encode(place, 'base64') AS p", { x: 'eA==', p: Buffer.from('{"room":"A"}').toString('base64') }],
    ["SELECT parse_time('yyyy-MM-dd', timestamp()) AS day", { day: '2026-01-02' }],
    ['SELECT newuuid() AS id', { id: '00000000-0000-4000-8000-000000000000' }],
    ['SELECT constructor, place.toString AS s, __proto__ AS p', {}],
  ])('%s', (select, expected) => {
    expect(run(`${select} FROM 'a'`, { temperature: 21, place: { room: 'A' }, tags: ['x'], none: null })).toEqual(expected);
  });

  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 / 2', 3],
    ['7.5 / 2', 3.75],
    ['7 % 4', 3],
    ['-2 - -3', 1],
    ["'a' + 1", 'a1'],
    ["'3' * '4'", 12],
    ["'x' * 2", undefined],
    ['1 / 0', undefined],
    ['1e3', 1000],
  ])('computes %s', (expression, expected) => {
    expect(run(`SELECT ${expression} AS x FROM 'a'`, {})).toEqual(expected === undefined ? {} : { x: expected });
  });

  it('refuses to read fields of a payload that is not JSON', () => {
    for (const sql of ["SELECT a FROM 'a'", "SELECT *, 1 AS x FROM 'a'", "SELECT 1 AS x FROM 'a' WHERE a = 1"]) {
      expect(() => evaluateStatement(parseStatement(sql), contextOf('not json'))).toThrow(NotJsonError);
    }
  });
});

describe('WHERE', () => {
  const message = { n: 5, text: '5', word: 'red', yes: 'TRUE', no: false, list: [1, 2], nothing: null };

  it.each([
    'n = 5', 'n <> 6', 'n >= 5 AND n <= 5', "word = 'red'", 'text > 4', 'yes AND NOT no', 'NOT n = 6', 'no OR n < 6',
    "n = 6 OR word = 'red' AND n = 5", "n <> '5'", 'nothing = null', 'list = list',
  ])('lets a message pass when %s', (where) => {
    expect(run(`SELECT n FROM 'a' WHERE ${where}`, message)).toEqual({ n: 5 });
  });

  it.each([
    'n = 6', "n = '5'", 'missing = 1', 'missing <> 1', 'NOT missing', 'word > 1', 'n', "word = 'Red'", 'missing = 1 OR true', 'no',
  ])('stops a message when %s', (where) => {
    expect(run(`SELECT n FROM 'a' WHERE ${where}`, message)).toBeUndefined();
  });
});
