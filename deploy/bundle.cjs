/** How serverless-esbuild makes the zips: ES modules per function, minified, with the definitions of the tables.json that is packaged. */
const { mkdirSync, renameSync, rmSync } = require('node:fs');
const path = require('node:path');
const { definitions } = require('./resources.cjs');

const workFolder = '.esbuild';

/**
 * The definitions in the place of the module that reads tables.json: they were checked for the template a moment ago, so functions
 * carry neither the schema nor its library, and spend no time with them at a cold start.
 */
const checkedTables = {
  name: 'checked-tables',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]shared[\\/]tables[\\/]tables\.ts$/ }, () => ({ contents: JSON.stringify({ service: definitions() }), loader: 'json' }));
  },
};

/** A parser of browsers' names: the SDK's part for browsers refers to it, and esbuild keeps it though nothing of that part is left. */
const withoutBrowsers = {
  name: 'without-browsers',
  setup({ onResolve }) {
    onResolve({ filter: /^bowser$/ }, ({ path: name }) => ({ path: name, external: true }));
  },
};

/**
 * Puts the further modules of a function where only its own zip takes them: serverless-esbuild adds every file of the output folder
 * to every zip, but for those in `__only_<function>`, a prefix that it takes off again.
 */
const ownFolder = {
  name: 'own-folder',
  setup({ initialOptions, onEnd }) {
    const [entry] = initialOptions.entryPoints;
    const { dir, name } = path.parse(entry);
    const output = path.resolve(initialOptions.absWorkingDir ?? process.cwd(), initialOptions.outdir);
    const only = path.join(output, path.relative(dir, ''), `__only_${name}`, dir);
    initialOptions.chunkNames = `${name}/[name]-[hash]`;
    onEnd(({ errors }) => {
      if (errors.length > 0) return;
      mkdirSync(only, { recursive: true });
      renameSync(path.join(output, name), path.join(only, name));
    });
  },
};

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
    exclude: [],
    // Else each build stays ready to be repeated, which keeps the process of a failed one alive for ever: the plugin ends only good ones.
    skipRebuild: true,
    outputWorkFolder: workFolder,
  };
};

/**
 * ES modules load faster, and what a module imports only when it needs it is a file of its own: the S3 client, credentials that
 * Lambda never asks for. Some packages inside still call `require` for Node's own modules.
 */
const esModules = {
  format: 'esm',
  outputFileExtension: '.mjs',
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  splitting: true,
  plugins: [checkedTables, withoutBrowsers, ownFolder],
};

/** `serverless invoke local` finds no .mjs, and only ES modules can be split. */
const commonJs = { format: 'cjs', outputFileExtension: '.cjs', plugins: [checkedTables] };
