/**
 * What serverless.yml takes from tables.json: compiles service.ts when the deploy tool loads it, so that nothing generated is kept.
 * bundle takes the definitions.
 */
const { readFileSync } = require('node:fs');
const { Module } = require('node:module');
const path = require('node:path');
const { buildSync, transformSync } = require('esbuild');
const { tablesFile } = require('./tables-file.cjs');

const { adviceOn, deployedService, parseTables } = loadTypeScript(path.join(__dirname, 'service.ts'));

// The tool calls these for `${file(./deploy/resources.cjs):service}` and so on, with what resolves other variables. The service's
// name is asked for before parameters are known, so it must not wait for them.
module.exports = {
  service: () => definitions().service,
  names: async (tool) => (await deployed(tool)).names,
  template: async (tool) => {
    const { template } = await deployed(tool);
    advise();
    return template;
  },
  decodingFunction: async (tool) => (await deployed(tool)).decodingFunction,
  tags: () => definitions().tags,
  definitions,
};

let hasAdvised = false;

/** Once, though the tool asks for the template as often as it resolves variables. `npm start` repeats lines that begin like this. */
function advise() {
  if (hasAdvised) return;
  hasAdvised = true;
  for (const line of adviceOn(definitions())) process.stderr.write(`advice: ${line}\n`);
}

async function deployed({ resolveVariable }) {
  const stage = await resolveVariable('sls:stage');
  const bucketPrefix = await resolveVariable('param:bucketPrefix');
  const service = definitions();
  return withoutStack('', () => deployedService(service, { stage, bucketPrefix }));
}

function definitions() {
  return withoutStack(`${tablesFile()}: `, () => {
    const text = readFileSync(tablesFile(), 'utf8');
    // JSON.parse keeps the last of two entries of one name and says nothing.
    transformSync(text, { loader: 'json', sourcefile: tablesFile(), logOverride: { 'duplicate-object-key': 'error' } });
    return parseTables(JSON.parse(text));
  });
}

/** The tool prints the stack where there is one; what is wrong with tables.json or a setting needs none. */
function withoutStack(where, make) {
  try {
    return make();
  } catch (error) {
    error.stack = `${where}${error.message}`;
    throw error;
  }
}

function loadTypeScript(file) {
  const { outputFiles } = buildSync({ entryPoints: [file], bundle: true, packages: 'external', platform: 'node', format: 'cjs', write: false });
  const compiled = new Module(file);
  compiled.paths = module.paths;
  compiled._compile(outputFiles[0].text, file);
  return compiled.exports;
}
