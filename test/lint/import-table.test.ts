/** The import table is enforced: each forbidden import below must be an error, each allowed one must pass. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** ESLint is an ES module that loads its configuration by import(), which jest's own loader cannot do. */
const lintInNode = `
  const { ESLint } = require('eslint');
  const cases = JSON.parse(process.argv[1]);
  const eslint = new ESLint({ cwd: ${JSON.stringify(root)} });
  Promise.all(cases.map(async ({ file, code }) => {
    const [result] = await eslint.lintText(code, { filePath: file });
    return result.messages.map((message) => message.ruleId);
  })).then((rules) => console.log(JSON.stringify(rules)));
`;

function rulesBroken(cases: readonly { file: string; code: string }[]): string[][] {
  const out = execFileSync(process.execPath, ['-e', lintInNode, JSON.stringify(cases)], { cwd: root, encoding: 'utf8' });
  return JSON.parse(out) as string[][];
}

const forbidden = [
  { what: 'a function that imports the local server', file: 'functions/x.ts', code: "import '../local/timestream/errors';", rule: 'import-x/no-restricted-paths' },
  { what: 'a function that imports an SDK client', file: 'functions/x.ts', code: "import '@aws-sdk/client-s3';", rule: 'no-restricted-imports' },
  { what: 'shared code that reads the environment', file: 'shared/ingest/x.ts', code: 'export const x = process.env.STAGE;', rule: 'no-restricted-properties' },
  { what: 'a reading decoder that talks to Timestream', file: 'shared/readings/x.ts', code: "import '../timestream/record';", rule: 'import-x/no-restricted-paths' },
  { what: 'a reading decoder that reads the clock', file: 'shared/readings/x.ts', code: 'export const x = Date.now();', rule: 'no-restricted-properties' },
  { what: 'the local server that imports shared code', file: 'local/timestream/x.ts', code: "import '../../shared/errors';", rule: 'import-x/no-restricted-paths' },
  { what: 'one local part that imports another', file: 'local/iot/x.ts', code: "import '../timestream/errors';", rule: 'import-x/no-restricted-paths' },
  { what: 'the cost command that writes to Timestream', file: 'cost/x.ts', code: "import '../shared/timestream/write';", rule: 'import-x/no-restricted-paths' },
  { what: 'the cost command that imports deployment', file: 'cost/x.ts', code: "import '../deploy/advice';", rule: 'import-x/no-restricted-paths' },
  { what: 'DuckDB in deployed code', file: 'shared/timestream/x.ts', code: "import '@duckdb/node-api';", rule: 'no-restricted-imports' },
];

const allowed = [
  { what: 'a function that imports shared code', file: 'functions/x.ts', code: "import '../shared/errors';" },
  { what: 'the Timestream folder that imports its client', file: 'shared/timestream/x.ts', code: "import '@aws-sdk/client-timestream-write';" },
  { what: 'the cost command that imports the packer', file: 'cost/x.ts', code: "import '../shared/timestream/batch';" },
  { what: 'a reading decoder that imports definitions', file: 'shared/readings/x.ts', code: "import '../tables/definition';" },
];

describe('the import table', () => {
  const broken = rulesBroken([...forbidden, ...allowed]);

  it.each(forbidden.map((row, index) => ({ ...row, index })))('refuses $what', ({ rule, index }) => {
    expect(broken[index]).toEqual([rule]);
  });

  it.each(allowed.map((row, index) => ({ ...row, index: forbidden.length + index })))('allows $what', ({ index }) => {
    expect(broken[index]).toEqual([]);
  });
});
