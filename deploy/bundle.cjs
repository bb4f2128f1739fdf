/** How serverless-esbuild makes the zips: one ES module per function, minified, with the tables.json that is packaged. */
const { rmSync } = require('node:fs');
const path = require('node:path');
const { tablesFile } = require('./tables-file.cjs');

const workFolder = '.esbuild';

module.exports = (serverless) => {
  // A build that failed leaves its files behind, and they would enter the next zip.
  rmSync(path.join(serverless.serviceDir, workFolder), { recursive: true, force: true });
  const isInvokeLocal = serverless.processedInput.commands.join(' ') === 'invoke local';
  return {
    ...(isInvokeLocal ? commonJs : esModules),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    // The SDK's ES modules let esbuild drop what is not used: a third of the bundle.
    mainFields: ['module', 'main'],
    // A map is several times the size of its bundle and would be in the zip, loaded or not. Bundles are the same for the same
    // commit, so a stack trace is read with a map made afterwards.
    sourcemap: false,
    loader: { '.html': 'text' },
    plugins: [packagedTables],
    exclude: [],
    outputWorkFolder: workFolder,
  };
};

/** ES modules load faster; some packages inside still call `require` for Node's own modules. */
const esModules = {
  format: 'esm',
  outputFileExtension: '.mjs',
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
};

/** `serverless invoke local` finds no .mjs. */
const commonJs = { format: 'cjs', outputFileExtension: '.cjs' };

const packagedTables = {
  name: 'packaged-tables',
  setup({ onResolve }) {
    onResolve({ filter: /\/tables\.json$/ }, () => ({ path: tablesFile() }));
  },
};
