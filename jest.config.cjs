// Jest runs TypeScript through swc as CommonJS; packages that ship only ES modules are transformed too.
const esmOnlyPackages = ['@middy/', 'aedes'].join('|');

module.exports = {
  globalSetup: '<rootDir>/test/prepare-run.cjs',
  globalTeardown: '<rootDir>/test/remove-run-folder.cjs',
  testSequencer: '<rootDir>/test/longest-first.cjs',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '\\.html$': '<rootDir>/test/html-as-text.cjs',
    '^.+\\.[cm]?[jt]s$': ['@swc/jest', {
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    }],
  },
  transformIgnorePatterns: [`/node_modules/(?!${esmOnlyPackages})`],
  modulePathIgnorePatterns: ['<rootDir>/.tidegauge/', '<rootDir>/.serverless/', '<rootDir>/.esbuild/'],
  clearMocks: true,
  // A look-up of a global in a test file's own world is slow, and code that counts in loops does little else. Not Number, String and
  // Symbol, which modules of readable-stream declare themselves: then these do not load.
  sandboxInjectedGlobals: ['Array', 'BigInt', 'JSON', 'Map', 'Math', 'Object', 'Set'],
  // A slow machine is no failure: tests wait for conditions and never assert a duration.
  testTimeout: 60_000,
  maxWorkers: 3,
};
