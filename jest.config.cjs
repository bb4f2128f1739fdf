// Jest runs TypeScript through swc as CommonJS; packages that ship only ES modules are transformed too.
const esmOnlyPackages = ['@middy/', 'aedes'].join('|');

module.exports = {
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
  // A slow machine is no failure: tests wait for conditions and never assert a duration.
  testTimeout: 60_000,
  maxWorkers: 2,
};
