/** The error for a row that fits no page; the encoders of arrays and query/result-pages.ts throw it. */
import { ServiceError } from '../../errors';

/** The service's text. https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_Query.html */
export const rowTooLarge = () => new ServiceError('QueryExecutionException', 'Query aborted as max page response size has been exceeded by the output result row');
