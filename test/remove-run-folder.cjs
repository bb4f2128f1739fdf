/** After the last test of a run: removes what prepare-run made and once-per-run filled. */
const { rmSync } = require('node:fs');

module.exports = () => { rmSync(process.env.TIDEGAUGE_TEST_RUN, { recursive: true, force: true }); };
