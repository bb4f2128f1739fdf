/** What Timestream sets as limits of a write; shared/timestream keeps within them. */

/** https://docs.aws.amazon.com/timestream/latest/developerguide/API_WriteRecords.html */
export const maxRecordsPerRequest = 100;

/**
 * A request is billed in units of this size, rounded up.
 * https://docs.aws.amazon.com/timestream/latest/developerguide/metering-and-pricing.writes.html
 */
export const meteredUnitBytes = 1024;

/**
 * Requests that a process has open at a time; no limit of the service. At the 60 ms a request takes, some thirty keep the share of a
 * processor busy that a function of 512 MB has, and a hundred a whole one. A few are kept up however much is throttled: the service scales by
 * what it goes on being sent, https://docs.aws.amazon.com/timestream/latest/developerguide/troubleshoot-writethrottles.html
 */
export const requestsInFlight = { start: 30, least: 4, most: 100 } as const;

/** What a process asks at once; more wait for a connection. The client's own default. */
export const queriesInFlight = 50;

/** A write is answered in tens of milliseconds; one that takes this long is better sent again. */
export const writeTimeoutMs = 5_000;

/** Timestream itself gives a Query call up after 60 s: https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_Query.html */
export const queryTimeoutMs = 60_000;

export const connectionTimeoutMs = 2_000;

/** Attempts of the SDK, the first included; after them Lambda delivers the event again, later. */
export const maxAttempts = 3;
