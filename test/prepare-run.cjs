/** Before the first test of a run: the folder that its workers share (once-per-run), which remove-run-folder takes away again. */
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

module.exports = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidegauge-test-run-'));
  process.env.TIDEGAUGE_TEST_RUN = folder;
  // What is killed leaves its temporary files behind, and serverless-esbuild those of every packaging.
  process.env.TMPDIR = folder;
  // esbuild is a Go program: without this it spends a quarter of a packaging on collecting the garbage of a process that soon ends.
  process.env.GOGC ??= '400';
};
