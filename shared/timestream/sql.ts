/**
 * The one door from values to SQL text. `Query` takes no parameters, so this file is the security boundary: a statement is an
 * {@link Sql}, and an Sql is made only from the literals of our own source and from the quoting functions below.
 */
import { nsPerS, nsToIso } from '../time';

/** Text that is SQL already. The private field keeps anything else from passing for one. */
export class Sql {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  /**
   * Joins our own literals with parts that are Sql already: the tag of sql`...`.
   *
   * @internal
   */
  static tag(literals: TemplateStringsArray, ...parts: readonly Sql[]): Sql {
    return new Sql(literals.map((literal, index) => literal + (parts[index]?.text ?? '')).join(''));
  }

  /** A name of a database, table or column: `"device_id"`. Case-sensitive; `"` is doubled. */
  static identifier(name: string): Sql {
    return new Sql(`"${checked(name).replaceAll('"', '""')}"`);
  }

  /** A text value: `'o''clock'`. Timestream knows no other escape than the doubled quote. */
  static string(value: string): Sql {
    return new Sql(`'${checked(value).replaceAll("'", "''")}'`);
  }

  /**
   * What a LIKE takes to find texts that begin with `prefix`: `'a\_b%' ESCAPE '\'`.
   */
  static startingWith(prefix: string): Sql {
    const pattern = `${prefix.replace(/[\\%_]/g, String.raw`\$&`)}%`;
    return sql`${Sql.string(pattern)} ESCAPE '\\'`;
  }

  /** `timestamp '2026-11-22 10:00:00.000000000'`, UTC; from 1970 on, like everything in Timestream. */
  static timestamp(timeNs: bigint): Sql {
    if (timeNs < 0n) throw new RangeError(`before 1970: ${timeNs}`);
    const fraction = timeNs % nsPerS;
    const seconds = nsToIso(timeNs - fraction).slice(0, 19).replace('T', ' ');
    return new Sql(`timestamp '${seconds}.${fraction.toString().padStart(9, '0')}'`);
  }

  /** An interval in whole seconds: `300s`. */
  static seconds(seconds: number): Sql {
    return new Sql(`${wholeNumber(seconds)}s`);
  }

  static integer(value: number): Sql {
    return new Sql(String(wholeNumber(value)));
  }

  /** `a, b, c`, or with ` AND ` between. */
  static join(parts: readonly Sql[], separator: ', ' | ' AND ' | ' OR ' = ', '): Sql {
    return new Sql(parts.map((part) => part.text).join(separator));
  }
}

/** sql`SELECT ${Sql.identifier(name)}`: only Sql may stand in the holes. */
export const sql = Sql.tag;

/**
 * Whether a text can be matched exactly in SQL. NUL is left to no one's interpretation, and half a surrogate pair would arrive as
 * another character. All other text, quotes and control characters included, is data.
 */
export function isQuotable(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text);
}

function checked(text: string): string {
  if (!isQuotable(text)) throw new RangeError('NUL and lone surrogates cannot be matched in SQL');
  return text;
}

function wholeNumber(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a whole number: ${value}`);
  return value;
}
