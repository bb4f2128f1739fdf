/** What Timestream sets as limits of a write; shared/timestream keeps within them. */

/** https://docs.aws.amazon.com/timestream/latest/developerguide/API_WriteRecords.html */
export const maxRecordsPerRequest = 100;

/**
 * A request is billed in units of this size, rounded up.
 * https://docs.aws.amazon.com/timestream/latest/developerguide/metering-and-pricing.writes.html
 */
export const meteredUnitBytes = 1024;

/**
 * Requests that one invocation has open at a time. No limit of the service: at the 60 ms a request takes, ten keep the share of a
 * processor that a function of 512 MB has busy, and more would only wait for each other.
 */
export const maxRequestsInFlight = 10;

/** A write is answered in tens of milliseconds; one that takes this long is better sent again. */
export const writeTimeoutMs = 5_000;

/** Timestream itself gives a Query call up after 60 s: https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_Query.html */
export const queryTimeoutMs = 60_000;

export const connectionTimeoutMs = 2_000;

/** Attempts of the SDK, the first included; after them Lambda delivers the event again, later. */
export const maxAttempts = 3;
