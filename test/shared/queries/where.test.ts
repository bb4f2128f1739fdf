import fc from 'fast-check';
import { columnsOf } from '../../../shared/queries/columns';
import { conditionToSql, readCondition } from '../../../shared/queries/where';
import { isQuotable, Sql } from '../../../shared/timestream/sql';
import { anyCharacter } from '../../any-character';
import { greenhouse } from './greenhouse';

const columns = columnsOf(greenhouse.tables[0]!);

function read(text: string) {
  const messages: string[] = [];
  const condition = readCondition(text, columns, (message) => { messages.push(message); return undefined; });
  return { condition, messages };
}

const sqlOf = (text: string): string => conditionToSql(read(text).condition!).text;

test.each([
  ['bed:a', `"bed" IN ('a')`],
  ['bed:a,b', `"bed" IN ('a', 'b')`],
  ['bed!:a,b', `("bed" NOT IN ('a', 'b') OR "bed" IS NULL)`],
  ['bed^:a,b_', String.raw`("bed" LIKE 'a%' ESCAPE '\' OR "bed" LIKE 'b\_%' ESCAPE '\')`],
  ['bed:a:b', `"bed" IN ('a:b')`],
  ['bed:Halle%2C%20Saale', `"bed" IN ('Halle, Saale')`],
  ['bed:50%25', `"bed" IN ('50%')`],
  ['bed:⚘ "rose" ü', `"bed" IN ('⚘ "rose" ü')`],
  ["bed:o'clock", `"bed" IN ('o''clock')`],
  ["bed:'; DROP TABLE x; --", `"bed" IN ('''; DROP TABLE x; --')`],
  ['bed:/*a*/;', `"bed" IN ('/*a*/;')`],
  ['bed:a\nb', `"bed" IN ('a\nb')`],
])('%j is %s', (text, expected) => {
  expect(sqlOf(text)).toBe(expected);
});

test.each([
  ['', 'is not a condition'],
  ['bed', 'is not a condition'],
  ['bed=a', 'is not a condition'],
  ['bde:a', "unknown dimension 'bde' (did you mean bed?)"],
  ["bed' OR 1=1 --:a", 'unknown dimension'],
  ['temperature:20', 'temperature is a measure; conditions are on dimensions (bed, house)'],
  ['bed:', 'a value is empty'],
  ['bed:a,,b', 'a value is empty'],
  ['bed:100%', "'100%' has a % without the two hex digits"],
  ['bed:%ff', 'has a % without the two hex digits of a UTF-8 byte'],
  ['bed:a\0b', 'NUL'],
  ['bed:%00', 'NUL'],
])('%j is refused: %s', (text, message) => {
  expect(read(text)).toEqual({ condition: undefined, messages: [expect.stringContaining(message)] });
});

test('every value of a condition is looked at', () => {
  expect(read('bde:,%').messages).toHaveLength(3);
});

test('whatever a value is, the condition holds exactly its literal', () => {
  const values = fc.array(fc.string({ unit: anyCharacter, minLength: 1 }).filter(isQuotable), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(values, fc.constantFrom(':', '!:'), (texts, operator) => {
    const list = texts.map((text) => Sql.string(text).text).join(', ');
    const statement = sqlOf(`bed${operator}${texts.map(encodeURIComponent).join(',')}`);
    expect(statement).toBe(operator === ':' ? `"bed" IN (${list})` : `("bed" NOT IN (${list}) OR "bed" IS NULL)`);
  }));
});
