/** Tells from an answer, or from an error, that the service is sent more than it takes now; write tells in-flight-limit. */
import { InternalServerException, ThrottlingException } from '@aws-sdk/client-timestream-write';

/** A request that needed another attempt is a sign of it as well, though it was answered well in the end. */
export function isCongestion(result: unknown): boolean {
  if (result instanceof ThrottlingException || result instanceof InternalServerException) return true;
  return attempts(result) > 1;
}

/** The client puts this on what it answers with and, after a retry, on what it throws, whatever that is. */
function attempts(result: unknown): number {
  // Any part may be missing.
  return (result as { $metadata?: { attempts?: number } } | undefined)?.$metadata?.attempts ?? 1;
}
