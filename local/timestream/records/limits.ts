/**
 * What one record may hold.
 * Sources: https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html and the WriteRecords API reference.
 */

export const maxRecordsPerRequest = 100;
export const maxDimensionsPerRecord = 128;
export const maxAttributesPerRecord = 256;
export const maxDimensionNameBytes = 60;
export const maxMeasureNameBytes = 256;
/** Names and values of the dimensions of one series together. */
export const maxSeriesBytes = 2048;
/** By the metering formula: time, dimensions, measure name, values. */
export const maxRecordBytes = 2048;
/** Values of the attributes of one multi-measure record together. */
export const maxAttributeValueBytes = 2048;
export const maxMeasureValueLength = 2048;
export const maxTimeLength = 256;
/** 2262-04-11 23:47:16.854775807. */
export const latestTimeNs = 2n ** 63n - 1n;
/** How far ahead of the server's clock a record may be. */
export const futureLimitMinutes = 15;
