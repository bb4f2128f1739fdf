/** The function that lists, shows and redrives letters, of the running stack or on AWS: redrive and the remote list invoke it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, ListFunctionsCommand, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { type Place, UsageError } from './arguments';

/** Longer than the function runs, and so than a deployed one answers. */
const answerWithinMs = 120_000;

export interface RedriveFunction {
  /**
   * @returns the answer of the function
   * @throws UsageError when the function does not take the input; Error that says what the function or the service met
   */
  invoke(input: object): Promise<unknown>;
  close(): void;
}

/** @throws UsageError, or Error that says where no function was found and what to do about it */
export async function redriveFunction(place: Place): Promise<RedriveFunction> {
  const { client, functionName } = place.kind === 'data-folder' ? await ofStack(place.data) : { client: new LambdaClient({ requestHandler }), functionName: functionNameOf(place) };
  return {
    async invoke(input) {
      const { FunctionError, Payload = new Uint8Array() } = await send(client, functionName, input);
      const answer: unknown = JSON.parse(Buffer.from(Payload).toString());
      if (FunctionError === undefined) return answer;
      const { errorType, errorMessage } = answer as { errorType?: string; errorMessage?: string }; // Lambda's error document
      throw errorType === 'RedriveRequestError' ? new UsageError(errorMessage) : new Error(`${functionName} failed: ${errorType}: ${errorMessage}`);
    },
    close: () => { client.destroy(); },
  };
}

const requestHandler = { requestTimeout: answerWithinMs, throwOnRequestTimeout: true };

/** The only function of the stack whose name ends so. */
const nameEnd = '-redrive';

async function ofStack(data: string) {
  const file = join(data, 'addresses.json');
  const start = 'start the stack with npm start, or name its data folder with --data';
  if (!existsSync(file)) throw new Error(`no stack runs in ${data}, and redriving takes one: ${start}`);
  // Written by local/start, which always names this endpoint.
  const { lambda: endpoint } = JSON.parse(readFileSync(file, 'utf8')) as { lambda: string };
  const client = new LambdaClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, requestHandler });
  const { Functions = [] } = await client.send(new ListFunctionsCommand({})).catch((cause: unknown) => {
    client.destroy();
    throw new Error(`nothing answers at ${endpoint}, where the stack of ${data} was: ${start}`, { cause });
  });
  const functionName = Functions.map(({ FunctionName }) => FunctionName).find((name) => name?.endsWith(nameEnd));
  if (functionName === undefined) throw new Error(`the stack at ${endpoint} has no function whose name ends in ${nameEnd}`);
  return { client, functionName };
}

/** The name that the deploy tool gives it. @throws UsageError when tables.json does not tell the service */
function functionNameOf(place: Exclude<Place, { kind: 'data-folder' }>): string {
  if (place.kind === 'aws') return place.functionName;
  const { stage, tables } = place;
  if (!existsSync(tables)) throw new UsageError(`--stage ${stage}: there is no ${tables} to take the name of the service from; name it with --tables, or the function with --function`);
  const { service } = JSON.parse(readFileSync(tables, 'utf8')) as { service?: unknown }; // checked below
  if (typeof service !== 'string') throw new UsageError(`${tables} names no service`);
  return `${service}-${stage}${nameEnd}`;
}

async function send(client: LambdaClient, functionName: string, input: object) {
  try {
    return await client.send(new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(input)) }));
  } catch (cause) {
    const region = await client.config.region().catch(() => undefined);
    if (region === undefined) throw new Error('no AWS region is configured: set AWS_REGION', { cause });
    const why = cause instanceof ResourceNotFoundException ? `there is no function ${functionName} in ${region} for these credentials` : `${functionName} in ${region} could not be invoked: ${String(cause)}`;
    throw new Error(why, { cause });
  }
}
