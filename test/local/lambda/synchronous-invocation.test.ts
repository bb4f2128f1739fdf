/** Synchronous invocations: isolation, context, errors, time-outs, warm instances and concurrency. */
import { writeFile } from 'node:fs/promises';
import { type Stage, functionArn, setStage, until } from './function-under-test';

let stage: Stage;
beforeEach(() => { stage = setStage(); });
afterEach(() => stage.tearDown());

describe('an invocation', () => {
  it('takes JSON in and gives JSON out', async () => {
    const runner = stage.start('export const handler = async (event) => ({ got: event, at: new Date(0), lost: undefined });');
    expect(await runner.invoke('fleet-local-probe', { n: 1 })).toEqual({ payload: { got: { n: 1 }, at: '1970-01-01T00:00:00.000Z' } });
  });

  it('answers null where the function returns nothing', async () => {
    const runner = stage.start('export const handler = async () => {};');
    expect(await runner.invoke(functionArn, null)).toEqual({ payload: null });
  });

  it("sees the template's variables, the local settings and Lambda's own, and nothing of this process", async () => {
    const runner = stage.start('export const handler = async () => process.env;', { environment: { STAGE: 'local' } }, { environment: { AWS_REGION: 'us-east-1' } });
    const { payload } = await runner.invoke('fleet-local-probe', {}) as { payload: Record<string, string> };
    expect(payload).toMatchObject({ STAGE: 'local', AWS_REGION: 'us-east-1', AWS_LAMBDA_FUNCTION_NAME: 'fleet-local-probe', _HANDLER: 'functions/probe.handler' });
    expect(payload).not.toHaveProperty('PATH');
    expect(payload).not.toHaveProperty('NODE_ENV');
    expect(payload.HOME).toContain(stage.folder);
  });

  it("has Lambda's context", async () => {
    const runner = stage.start('export const handler = async (event, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() });');
    const { payload } = await runner.invoke('fleet-local-probe', {}) as { payload: Record<string, unknown> };
    expect(payload).toMatchObject({ functionName: 'fleet-local-probe', functionVersion: '$LATEST', invokedFunctionArn: functionArn, memoryLimitInMB: '128' });
    expect(payload.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(payload.remaining).toBeGreaterThan(0);
    expect(payload.remaining).toBeLessThanOrEqual(10_000);
  });

  it('hands what the function prints to the log', async () => {
    const runner = stage.start("export const handler = async () => { console.log('one'); console.error('two'); };");
    await runner.invoke('fleet-local-probe', {});
    await until(() => stage.lines.length === 2);
    expect(stage.lines.sort()).toEqual(['one', 'two']);
  });

  it('runs on the same warm instance as the one before', async () => {
    const runner = stage.start('let count = 0; export const handler = async () => ++count;');
    await runner.invoke('fleet-local-probe', {});
    expect(await runner.invoke('fleet-local-probe', {})).toEqual({ payload: 2 });
  });
});

describe('a function that fails', () => {
  it('gives its error with type, message and trace', async () => {
    const runner = stage.start("export const handler = async () => { throw new TypeError('no reading'); };");
    const result = await runner.invoke('fleet-local-probe', {});
    expect(result).toMatchObject({ functionError: { errorType: 'TypeError', errorMessage: 'no reading' } });
    expect('functionError' in result && result.functionError.trace?.[0]).toBe('TypeError: no reading');
    expect(stage.lines.join()).toContain('no reading');
  });

  it.each([
    ['something else than an error', "throw 'plain text';", { errorType: 'string', errorMessage: 'plain text' }],
    ['an answer that is no JSON', 'return 1n;', { errorType: 'TypeError', errorMessage: 'Do not know how to serialize a BigInt' }],
    ['a rejection nobody handles', "Promise.reject(new Error('lost')); await new Promise(() => {});", { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' }],
    ['an exception nobody catches', "setTimeout(() => { throw new RangeError('late'); }); await new Promise(() => {});", { errorType: 'Runtime.UnhandledException', errorMessage: 'RangeError: late' }],
    ['an exit', 'process.exit(3);', { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('Runtime exited with error: exit status 3') as string }],
    ['an answer over 6 MB', "return 'x'.repeat(6 * 1024 * 1024);", { errorType: 'Function.ResponseSizeTooLarge' }],
  ])('for %s', async (_, body, error) => {
    const runner = stage.start(`export const handler = async () => { ${body} };`);
    expect(await runner.invoke('fleet-local-probe', {})).toMatchObject({ functionError: error });
  });

  it.each([
    ['throws while it loads', "throw new Error('no setting');", { errorType: 'Error', errorMessage: 'no setting' }],
    ['is no JavaScript', 'export const handler = (;', { errorType: 'SyntaxError' }],
    ['exports no handler', 'export const other = 1;', { errorType: 'Runtime.HandlerNotFound', errorMessage: 'functions/probe.handler is undefined or not exported' }],
    ['takes a callback', 'export const handler = (event, context, callback) => callback(null, 1);', { errorType: 'Runtime.CallbackHandlerDeprecated' }],
  ])('when its module %s', async (_, source, error) => {
    const runner = stage.start(source);
    expect(await runner.invoke('fleet-local-probe', {})).toMatchObject({ functionError: error });
  });

  it('is stopped at its time-out, even in an endless loop, and starts anew', async () => {
    const runner = stage.start('let count = 0; export const handler = async (event) => { count += 1; while (event.loop); return count; };', { timeoutMs: 300 });
    expect(await runner.invoke('fleet-local-probe', {})).toEqual({ payload: 1 });
    expect(await runner.invoke('fleet-local-probe', { loop: true })).toEqual({
      functionError: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('Task timed out after 0.30 seconds') as string },
    });
    expect(await runner.invoke('fleet-local-probe', {})).toEqual({ payload: 1 });
  });

  it('is ended when it needs more memory than it has', async () => {
    const runner = stage.start('export const handler = async () => { const all = []; for (;;) all.push(new Array(10000).fill(all.length)); };', { memoryMb: 64 });
    expect(await runner.invoke('fleet-local-probe', {})).toMatchObject({ functionError: { errorType: 'Runtime.OutOfMemory' } });
  });
});

/** Each invocation says on which instance it runs, and waits to be released by a shared flag. */
const heldHandler = `
  import { existsSync } from 'node:fs';
  const instance = Math.random();
  export const handler = async ({ release }) => {
    console.log('entered');
    while (!existsSync(release)) await new Promise((resolve) => setTimeout(resolve, 5));
    return instance;
  };`;

describe('concurrent invocations', () => {
  const release = (): string => `${stage.folder}/release`;
  const letGo = (): Promise<void> => writeFile(release(), '');
  const entered = (): number => stage.lines.filter((line) => line === 'entered').length;

  it('each have an instance of their own', async () => {
    const runner = stage.start(heldHandler, {}, { instanceLimit: 3 });
    const running = [1, 2, 3].map(() => runner.invoke('fleet-local-probe', { release: release() }));
    await until(() => entered() === 3);
    await letGo();
    const instances = (await Promise.all(running)).map((result) => 'payload' in result && result.payload);
    expect(new Set(instances).size).toBe(3);
  });

  it('are refused above the reserved concurrency', async () => {
    const runner = stage.start(heldHandler, { reservedConcurrency: 1 });
    const first = runner.invoke('fleet-local-probe', { release: release() });
    await expect(runner.invoke('fleet-local-probe', {})).rejects.toMatchObject({ code: 'TooManyRequestsException', message: 'Rate Exceeded.' });
    await letGo();
    expect(await first).toHaveProperty('payload');
  });

  it('wait for an instance where this machine runs fewer than are reserved', async () => {
    const runner = stage.start(heldHandler, { reservedConcurrency: 10 }, { instanceLimit: 1 });
    const running = [1, 2, 3].map(() => runner.invoke('fleet-local-probe', { release: release() }));
    await until(() => entered() === 1);
    await letGo();
    const instances = (await Promise.all(running)).map((result) => 'payload' in result && result.payload);
    expect(new Set(instances).size).toBe(1);
  });
});

describe('an invocation that does not reach the function', () => {
  const echo = 'export const handler = async (event) => event;';

  it('is refused for an unknown function', async () => {
    await expect(stage.start(echo).invoke('nobody', {})).rejects.toMatchObject({ code: 'ResourceNotFoundException', message: 'Function not found: nobody' });
  });

  it('is refused for an event over 6 MB', async () => {
    await expect(stage.start(echo).invoke('fleet-local-probe', 'x'.repeat(6 * 1024 * 1024))).rejects.toMatchObject({ code: 'RequestTooLargeException' });
  });

  it('is refused once the runner is closed', async () => {
    const runner = stage.start(echo);
    await runner.close();
    await expect(runner.invoke('fleet-local-probe', {})).rejects.toMatchObject({ code: 'ServiceException' });
  });

  it('is refused before it starts where the zip has no such module', () => {
    expect(() => stage.start(echo, { handler: 'functions/other.handler' })).toThrow(/probe-1\.zip has no module for the handler functions\/other\.handler/);
  });
});

describe('replaced functions', () => {
  it('run from then on, while what is in flight finishes on the old one', async () => {
    const runner = stage.start(heldHandler);
    const inFlight = runner.invoke('fleet-local-probe', { release: `${stage.folder}/release` });
    await until(() => stage.lines.includes('entered'));
    const replaced = runner.setFunctions([stage.define("export const handler = async () => 'new';")]);
    expect(await runner.invoke('fleet-local-probe', {})).toEqual({ payload: 'new' });
    await writeFile(`${stage.folder}/release`, '');
    expect(await inFlight).toEqual({ payload: expect.any(Number) as number });
    await replaced;
  });
});
