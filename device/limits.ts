/** What AWS IoT Core sets, or bills by; the packer keeps within it. */

/** Messages are billed in units of this size: https://aws.amazon.com/iot-core/pricing/ */
export const meteredUnitBytes = 5 * 1024;

/** https://docs.aws.amazon.com/general/latest/gr/iot-core.html (message broker limits: payload size) */
export const maxPayloadBytes = 128 * 1024;

/** Timestream refuses a record further ahead of its own clock: https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
export const futureLimitMs = 15 * 60 * 1000;

/**
 * Publishes that wait for their PUBACK at one time. IoT Core allows 100 publishes a second on one connection; at its usual
 * 50 ms an answer, this many make 80.
 * https://docs.aws.amazon.com/general/latest/gr/iot-core.html
 */
export const maxPublishesInFlight = 4;

/** A connection on which a PUBACK is this late is dead, or throttled: on a new one the message is sent again. */
export const ackTimeoutMs = 30_000;
