/** The order of test files: the few that take longest begin, so that no worker is left with one of them at the end; jest's own order for the others. */
const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** By the processor time they take, with their processes. */
const longest = [
  'journeys/chaos/chaos', 'journeys/first-light', 'deploy/invoke-local', 'local/package', 'deploy/packaging', 'journeys/examples',
  'local/timestream', 'local/timestream/sql/fixtures', 'local/s3/command-line', 'conformance/query/sealed-days', 'conformance/write/crash/crash',
].map((name) => path.join(__dirname, `${name}.test.ts`));

/** Those that are not among them have the last place, all the same. */
const placeOf = ({ path: file }) => (longest.includes(file) ? longest.indexOf(file) : longest.length);

module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => placeOf(one) - placeOf(other));
  }
};
