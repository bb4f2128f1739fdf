/** Sends bodies of WriteRecords requests, made already by request-body, through the client's own stack of middleware. */
import { WriteRecordsCommand, type TimestreamWriteClient, type WriteRecordsCommandOutput } from '@aws-sdk/client-timestream-write';

/** Rejected with what the client throws for the same request made of objects. */
export type SendBody = (body: Buffer) => Promise<WriteRecordsCommandOutput>;

/**
 * A sender for the requests of one call. The first body has the client go through what is the same for all of them - endpoint and its
 * discovery, headers, user agent - and every body through what is not: attempts, signature, and the answer or error.
 *
 * @param signal aborts what is not answered
 */
export function bodySender(client: TimestreamWriteClient, signal?: AbortSignal): SendBody {
  let prepared: Promise<SendBody> | undefined;
  return async (body) => {
    prepared ??= prepare(client, signal);
    return (await prepared)(body);
  };
}

/** Runs the client's middleware up to where it would begin its first attempt; from there on each body goes its own way. */
function prepare(client: TimestreamWriteClient, signal: AbortSignal | undefined): Promise<SendBody> {
  const command = new WriteRecordsCommand(noInput);
  return new Promise((resolve, reject) => {
    command.middlewareStack.add(
      (next) => async (args) => {
        const template = requestOf(args);
        resolve(async (body) => {
          const headers = { ...template.headers, 'content-length': String(body.length) };
          return (await next({ ...args, request: { ...template, headers, body } })).output;
        });
        return { response: undefined, output: { $metadata: {} } };
      },
      // Behind the client's own of this step; the next step begins with its retries.
      { name: 'bodiesMadeAlready', step: 'build', priority: 'low' },
    );
    const options = signal === undefined ? {} : { abortSignal: signal };
    command.resolveMiddleware(client.middlewareStack, client.config, options)({ input: noInput }).catch(reject);
  });
}

/** The records are in the body alone. */
const noInput = { DatabaseName: undefined, TableName: undefined, Records: undefined };

interface Request {
  readonly headers: Readonly<Record<string, string>>;
}

/** The client types it as unknown, because other protocols have other requests. */
function requestOf({ request }: { readonly request?: unknown }): Request {
  if (typeof request !== 'object' || request === null || !('headers' in request)) throw new TypeError('the client made no HTTP request');
  // Headers of an HTTP request are text by name.
  return request as Request;
}
