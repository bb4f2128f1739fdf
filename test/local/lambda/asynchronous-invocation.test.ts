/** Asynchronous events: retries with their delays, maximum age, throttling and the on-failure destination. */
import { writeFileSync } from 'node:fs';
import { lambdaRetryDelayMs } from '../../../local/lambda/limits';
import { type Stage, functionArn, setStage, until } from './function-under-test';

let stage: Stage;
beforeEach(() => { stage = setStage(); });
afterEach(() => stage.tearDown());

const onFailure = 'arn:aws:s3:::fleet-local-letters';
const fails = "export const handler = async (event, { awsRequestId }) => { console.log(awsRequestId); throw new Error('no luck'); };";
const settings = (changes: object): object => ({ asynchronous: { maximumRetryAttempts: 2, maximumEventAgeMs: 3_600_000, onFailure, ...changes } });

describe('an asynchronous event', () => {
  it('is settled when the function has handled it', async () => {
    const runner = stage.start('export const handler = async (event) => { console.log(event.n); };');
    await runner.invokeAsync(functionArn, { n: 7 });
    await until(() => stage.lines.length > 0);
    expect(stage.lines).toEqual(['7']);
    expect(stage.failures).toEqual([]);
  });

  it('is tried again after a failure, with the same request id', async () => {
    const runner = stage.start("let count = 0; export const handler = async (event, { awsRequestId }) => { console.log(awsRequestId); if (++count < 3) throw new Error('once more'); };");
    await runner.invokeAsync(functionArn, {});
    const requestIds = (): string[] => stage.lines.filter((line) => /^[0-9a-f-]{36}$/.test(line));
    await until(() => requestIds().length === 3);
    expect(new Set(requestIds()).size).toBe(1);
    expect(stage.failures).toEqual([]);
  });

  it('ends at the destination with event, error and count when its retries are used up', async () => {
    const delays: number[] = [];
    const runner = stage.start(fails, settings({}), {
      retryDelayMs: (attempt) => { delays.push(attempt); return 0; },
      now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    });
    await runner.invokeAsync(functionArn, { payload: 'bytes' });
    expect(delays).toEqual([1, 2]);
    expect(stage.failures).toHaveLength(1);
    expect(stage.failures[0]).toMatchObject({
      destination: onFailure,
      key: expect.stringMatching(/^aws\/lambda\/async\/fleet-local-probe\/2026\/01\/02\/2026-01-02T03\.04\.05-[0-9a-f-]{36}$/) as string,
      body: {
        version: '1.0',
        timestamp: '2026-01-02T03:04:05.678Z',
        requestContext: { functionArn: `${functionArn}:$LATEST`, condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        requestPayload: { payload: 'bytes' },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'Error', errorMessage: 'no luck' },
      },
    });
  });

  it('is not tried again where the function allows no retries', async () => {
    await stage.start(fails, settings({ maximumRetryAttempts: 0 })).invokeAsync(functionArn, {});
    expect(stage.failures[0]?.body).toMatchObject({ requestContext: { approximateInvokeCount: 1 } });
  });

  it('is given up when the next retry would come after its maximum age', async () => {
    const runner = stage.start(fails, settings({ maximumEventAgeMs: 90_000 }), { retryDelayMs: lambdaRetryDelayMs, now: advancingBy(31_000) });
    await runner.invokeAsync(functionArn, {});
    expect(stage.failures[0]?.body).toMatchObject({ requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 } });
  });

  it('is given up without an invocation when it has waited too long for a place', async () => {
    let time = 0;
    const runner = stage.start(`
      import { existsSync } from 'node:fs';
      export const handler = async ({ release }) => { console.log('entered'); while (!existsSync(release)) await new Promise((go) => setTimeout(go, 5)); };`,
    { reservedConcurrency: 1, ...settings({ maximumEventAgeMs: 60_000 }) }, { now: () => time });
    const first = runner.invokeAsync(functionArn, { release: `${stage.folder}/release` });
    const second = runner.invokeAsync(functionArn, { second: true });
    await until(() => stage.lines.includes('entered'));
    time = 60_001;
    writeFileSync(`${stage.folder}/release`, '');
    await Promise.all([first, second]);
    expect(stage.failures).toHaveLength(1);
    expect(stage.failures[0]?.body).toMatchObject({ requestPayload: { second: true }, requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 } });
    expect(stage.failures[0]?.body).not.toHaveProperty('responsePayload');
  });

  it('is given up at its maximum age, though nobody has left a place for it', async () => {
    const runner = stage.start(`
      import { existsSync } from 'node:fs';
      export const handler = async ({ release }) => { console.log('entered'); while (!existsSync(release)) await new Promise((go) => setTimeout(go, 5)); };`,
    { reservedConcurrency: 1, ...settings({ maximumEventAgeMs: 50 }) });
    const first = runner.invokeAsync(functionArn, { release: `${stage.folder}/release` });
    await until(() => stage.lines.includes('entered'));
    await runner.invokeAsync(functionArn, { second: true });
    expect(stage.failures[0]?.body).toMatchObject({ requestPayload: { second: true }, requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 } });
    writeFileSync(`${stage.folder}/release`, '');
    await first;
  });

  it('keeps the id and the age that an earlier run of the machine gave it', async () => {
    const runner = stage.start(fails, settings({ maximumEventAgeMs: 60_000 }));
    await runner.invokeAsync(functionArn, { n: 1 }, { requestId: 'r-1', receivedAt: Date.now() - 120_000 });
    expect(stage.failures[0]?.body).toMatchObject({ requestContext: { requestId: 'r-1', condition: 'EventAgeExceeded', approximateInvokeCount: 0 } });
  });

  it('waits for its turn above the reserved concurrency, in the order of arrival', async () => {
    const runner = stage.start('export const handler = async (n) => { console.log(n); };', { reservedConcurrency: 1 });
    await Promise.all(Array.from({ length: 20 }, (_, n) => runner.invokeAsync(functionArn, n)));
    await until(() => stage.lines.length === 20);
    expect(stage.lines).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
  });

  it('goes straight to the destination where the reserved concurrency is zero', async () => {
    const runner = stage.start(fails, { reservedConcurrency: 0, ...settings({}) });
    await runner.invokeAsync(functionArn, { n: 1 });
    expect(stage.failures[0]?.body).toMatchObject({ requestPayload: { n: 1 }, requestContext: { approximateInvokeCount: 0 } });
    expect(stage.lines).toEqual([]);
  });

  it('is dropped with a log line where there is no destination', async () => {
    const runner = stage.start(fails, { asynchronous: { maximumRetryAttempts: 0, maximumEventAgeMs: 1000 } });
    await runner.invokeAsync(functionArn, {});
    expect(stage.lines.join()).toMatch(/event [0-9a-f-]{36} dropped: RetriesExhausted/);
  });

  it('is not settled when its failure cannot be stored', async () => {
    const runner = stage.start(fails, settings({}), { storeFailure: () => Promise.reject(new Error('bucket is gone')) });
    await expect(runner.invokeAsync(functionArn, {})).rejects.toThrow('bucket is gone');
  });

  it('is not settled when the runner closes while it waits for a retry', async () => {
    const runner = stage.start(fails, settings({}), { retryDelayMs: lambdaRetryDelayMs });
    const event = runner.invokeAsync(functionArn, {});
    const refused = expect(event).rejects.toThrow();
    await until(() => stage.lines.some((line) => line.includes('no luck')));
    await runner.close();
    await refused;
    expect(stage.failures).toEqual([]);
  });

  it('runs its retry on the function that has replaced the failing one', async () => {
    let retry: (() => void) | undefined;
    const runner = stage.start(fails, settings({}), { retryDelayMs: () => { retry?.(); return 50; } });
    const failedOnce = new Promise<void>((resolve) => { retry = resolve; });
    const event = runner.invokeAsync(functionArn, {});
    await failedOnce;
    await runner.setFunctions([stage.define("export const handler = async () => { console.log('fixed'); };")]);
    await event;
    await until(() => stage.lines.includes('fixed'));
    expect(stage.failures).toEqual([]);
  });

  it('is refused over 1 MB', async () => {
    const runner = stage.start(fails);
    await expect(runner.invokeAsync(functionArn, 'x'.repeat(1024 * 1024))).rejects.toMatchObject({ code: 'RequestTooLargeException' });
  });

  it("has Lambda's delays of one and two minutes by default", () => {
    expect([1, 2].map(lambdaRetryDelayMs)).toEqual([60_000, 120_000]);
  });
});

/** A clock that moves on each time it is read. */
function advancingBy(stepMs: number): () => number {
  let time = 0;
  return () => { time += stepMs; return time; };
}
