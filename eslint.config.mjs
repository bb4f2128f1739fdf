// Lint: TypeScript's own rules, and the import table of docs/architecture.md (who may import whom).
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** One row of the import table: files in `target` may not import from `from`, but for `except`. */
const mayNotImport = (target, from, except = []) => ({
  target: `./${target}`,
  from: `./${from}`,
  except: except.map((path) => `./${path}`),
  message: `${target} may import of ${from} only: ${except.join(', ') || 'nothing'} (docs/architecture.md)`,
});

const domainFolders = ['shared/tables', 'shared/readings', 'shared/queries'];
const localParts = ['fleet', 'gateway', 'iot', 'kinesis', 'lambda', 's3', 'template', 'timestream'];

const importTable = [
  mayNotImport('functions', '.', ['shared', 'console', 'tables.json', 'node_modules']),
  mayNotImport('shared/tables', 'shared', ['tables', 'time.ts', 'errors.ts']),
  mayNotImport('shared/readings', 'shared', ['readings', 'tables', 'time.ts', 'errors.ts']),
  mayNotImport('shared/queries', 'shared', ['queries', 'tables', 'time.ts', 'errors.ts', 'timestream/sql.ts', 'timestream/rows.ts']),
  mayNotImport('shared/timestream', 'shared', ['timestream', 'readings', 'tables', 'time.ts', 'errors.ts']),
  mayNotImport('shared/ingest', 'shared', ['ingest', 'readings', 'tables', 'timestream', 'dead-letters', 'errors.ts', 'time.ts']),
  mayNotImport('shared/dead-letters', 'shared', ['dead-letters', 'errors.ts', 'time.ts']),
  mayNotImport('shared/http', 'shared', ['http', 'tables', 'errors.ts', 'time.ts']),
  mayNotImport('shared/kpis', 'shared', ['kpis', 'timestream', 'tables', 'time.ts', 'errors.ts']),
  mayNotImport('shared', 'local'),
  mayNotImport('shared', 'functions'),
  mayNotImport('deploy', '.', ['deploy', 'shared/tables', 'tables.json', 'node_modules']),
  ...localParts.flatMap((part) => [
    mayNotImport(`local/${part}`, '.', ['local', 'node_modules']),
    mayNotImport(`local/${part}`, 'local', [part]),
  ]),
  mayNotImport('local/start', '.', ['local', 'node_modules']),
  mayNotImport('cost', '.', ['cost', 'shared', 'tables.json', 'node_modules']),
  mayNotImport('cost', 'shared', [
    'tables', 'time.ts', 'errors.ts',
    ...['batch', 'metered', 'record', 'limits', 'series', 'request-size', 'sharing'].map((name) => `timestream/${name}.ts`),
  ]),
  mayNotImport('device', '.', ['device', 'node_modules']),
];

const sdkClients = (allowed = []) => ['error', {
  patterns: [
    { group: ['@aws-sdk/*', ...allowed.map((name) => `!${name}`)], message: 'Only shared/timestream and shared/dead-letters talk to AWS.' },
    { group: ['@duckdb/*'], message: 'DuckDB belongs to local/timestream.' },
  ],
}];

export default tseslint.config(
  { ignores: ['node_modules/', '.serverless/', '.esbuild/', '.tidegauge/', 'coverage/', 'dist/'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.mjs', '.cjs', '.js', '.json'] })] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: importTable }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
  {
    files: ['shared/**/*.ts', 'functions/**/*.ts'],
    rules: {
      'no-restricted-imports': sdkClients(),
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Only shared/config reads the environment.' }],
    },
  },
  { files: ['shared/timestream/**/*.ts'], rules: { 'no-restricted-imports': sdkClients(['@aws-sdk/client-timestream-write', '@aws-sdk/client-timestream-query']) } },
  { files: ['shared/dead-letters/**/*.ts'], rules: { 'no-restricted-imports': sdkClients(['@aws-sdk/client-s3']) } },
  { files: ['shared/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: domainFolders.map((folder) => `${folder}/**/*.ts`),
    rules: {
      'no-restricted-properties': ['error',
        { object: 'process', property: 'env', message: 'Only shared/config reads the environment.' },
        { object: 'Date', property: 'now', message: 'The clock arrives as an argument.' },
        { object: 'Math', property: 'random', message: 'Randomness arrives as an argument.' }],
    },
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: { require: 'readonly', module: 'writable', process: 'readonly', console: 'readonly', __dirname: 'readonly' } }, rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
