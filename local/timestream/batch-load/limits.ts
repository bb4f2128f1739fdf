/**
 * What one batch load task may read, and how many tasks there may be.
 * Source: https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html
 */

const megabyte = 1024 * 1024;
const gigabyte = 1024 * megabyte;

export const maxRowBytes = 16 * megabyte;
export const maxFileBytes = 5 * gigabyte;
export const maxFiles = 100;
export const maxTaskBytes = 100 * gigabyte;
/** Tasks that run or wait to. */
export const maxActiveTasksPerTable = 5;
export const maxActiveTasks = 10;
