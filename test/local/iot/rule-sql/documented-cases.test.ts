/** The cases of test/fixtures/iot-sql: what the documents say of rule SQL, and what is refused. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateStatement } from '../../../../local/iot/rule-sql/evaluate-statement';
import { parseStatement } from '../../../../local/iot/rule-sql/parse-statement';
import { RuleSqlError } from '../../../../local/iot/rule-sql/rule-sql-error';
import { isObject, jsonText, type SqlVersion } from '../../../../local/iot/rule-sql/value';
import { contextOf } from './message-context';

/** One of `sql` and `expression`, and one of what becomes of it. */
interface Case {
  readonly sql?: string;
  /** Stands in the SELECT list alone. */
  readonly expression?: string;
  /** 2016-03-23 where it is not given. */
  readonly version?: SqlVersion;
  /** In place of the file's. */
  readonly message?: string;
  /** The result, or the value of the expression, as JSON text. */
  readonly gives?: string;
  /** Whether WHERE holds. */
  readonly passes?: boolean;
  /** The rule is read, and this goes wrong with the message. */
  readonly fails?: string;
  /** The rule is not read; how the reason begins. */
  readonly refused?: string;
  /** In place of the file's. */
  readonly origin?: string;
}

interface CaseFile {
  readonly origin: string;
  readonly message?: string;
  readonly topic?: string;
  readonly cases: readonly Case[];
}

const folder = join(__dirname, '../../../fixtures/iot-sql');

describe.each(readdirSync(folder))('%s', (name) => {
  const { message: ofAll = '{}', topic, cases } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as CaseFile;

  it.each(cases.map((each) => [`${each.expression ?? each.sql} ${each.version ?? ''}`, each] as const))('%s', (_title, { sql, expression, version = '2016-03-23', message = ofAll, ...expected }) => {
    const text = sql ?? `SELECT ${expression} AS x FROM 'a/b'`;
    if (expected.refused !== undefined) {
      expect(() => parseStatement(text, version)).toThrow(RuleSqlError);
      expect(() => parseStatement(text, version)).toThrow(expected.refused);
      return;
    }
    const statement = parseStatement(text, version);
    const run = () => evaluateStatement(statement, contextOf(message, statement, topic));
    if (expected.fails !== undefined) {
      expect(run).toThrow(expected.fails);
    } else if (expected.passes !== undefined) {
      expect(run() !== undefined).toBe(expected.passes);
    } else {
      const result = run();
      const value = result?.kind === 'json' ? result.value : undefined;
      const given = expression === undefined ? value : isObject(value) ? value.get('x') : undefined;
      expect(jsonText(given) ?? 'undefined').toBe(expected.gives);
    }
  });
});
