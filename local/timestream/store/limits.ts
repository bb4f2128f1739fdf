/**
 * How many databases and tables there may be, and what a table may grow to.
 * Source: https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html
 */

export const maxDatabases = 500;
export const maxTables = 50_000;
export const maxDimensionsPerTable = 128;
export const maxMeasureNamesPerTable = 8192;
/** Distinct names of multi-measure attributes. */
export const maxAttributesPerTable = 1024;
/** Of the magnetic store, for each database. */
export const maxActivePartitions = 250;
