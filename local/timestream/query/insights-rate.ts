/** Query insights come for one query a second; more calls are throttled, as the service's rate control may do. */
import { ServiceError } from '../errors';

/** https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_QueryInsights.html */
const MIN_INTERVAL_MS = 1000;

export class InsightsRate {
  #last = -Infinity;

  /** @param clockMs counts on; the server's own clock does not, since tests may hold it */
  constructor(private readonly clockMs: () => number = () => performance.now()) {}

  /** @throws ServiceError ThrottlingException, which SDKs answer with another attempt */
  take(): void {
    const now = this.clockMs();
    if (now - this.#last < MIN_INTERVAL_MS) throw new ServiceError('ThrottlingException', 'Query insights are limited to one query per second.');
    this.#last = now;
  }
}
