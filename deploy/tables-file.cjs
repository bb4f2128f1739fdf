/** Which tables.json is packaged: the service's own, or the one TIDEGAUGE_TABLES names (`npm start -- --tables FILE`). */
const path = require('node:path');

module.exports.tablesFile = () => path.resolve(process.env.TIDEGAUGE_TABLES || path.join(__dirname, '../tables.json'));
