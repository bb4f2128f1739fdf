/** Runs one instance of a function inside a worker thread, as Lambda's Node runtime would; instance.ts talks to it in JSON text. */
import { types } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';

const { moduleUrl, exportName, handlerName, functionName, functionArn, memoryMb, logStream } = workerData;

/** The error document of Lambda's Node runtime: anything may be thrown. */
function errorDocument(error) {
  if (types.isNativeError(error) || (typeof error === 'object' && error !== null && 'message' in error && 'name' in error)) {
    return { errorType: String(error.name), errorMessage: String(error.message), trace: String(error.stack ?? '').split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

/** Whatever escapes the handler ends the instance. */
function crash(errorType, error) {
  const document = errorDocument(error);
  parentPort.postMessage({ kind: 'crashed', error: { ...document, errorType, errorMessage: `${document.errorType}: ${document.errorMessage}` } });
  process.exit(1);
}
process.on('uncaughtException', (error) => { crash('Runtime.UnhandledException', error); });
process.on('unhandledRejection', (reason) => { crash('Runtime.UnhandledPromiseRejection', reason); });

async function loadHandler() {
  const exported = await import(moduleUrl);
  const handler = exported[exportName] ?? exported.default?.[exportName];
  if (typeof handler !== 'function') {
    throw Object.assign(new Error(`${handlerName} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
  }
  if (handler.length > 2) {
    throw Object.assign(new Error(`${handlerName} takes a callback; return a promise instead`), { name: 'Runtime.CallbackHandlerDeprecated' });
  }
  return handler;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function invocationContext({ requestId, deadlineMs }) {
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMb),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: logStream,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

let handler;
try {
  handler = await loadHandler();
} catch (error) {
  parentPort.postMessage({ kind: 'crashed', error: errorDocument(error) });
  process.exit(1);
}

async function answerTo(invocation) {
  try {
    const result = await handler(JSON.parse(invocation.event), invocationContext(invocation));
    return { kind: 'answered', payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { kind: 'failed', error: errorDocument(error) };
  }
}

/** What was printed takes another way than the answer; this resolves when it has arrived. */
async function flushLog() {
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => { stream.write('', resolve); })));
}

parentPort.on('message', async (invocation) => {
  const answer = await answerTo(invocation);
  if (invocation.isHeard) await flushLog();
  parentPort.postMessage(answer);
});
parentPort.postMessage({ kind: 'initialised' });
