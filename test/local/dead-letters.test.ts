import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deadLetters } from '../../local/dead-letters';
import { UsageError } from '../../local/dead-letters/arguments';
import { EventQueue } from '../../local/lambda/event-queue';
import { type LambdaServer, startLambdaServer } from '../../local/lambda/server';
import { setStage, type Stage } from './lambda/function-under-test';

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');

const refused = {
  'reason=not-json/date=2026-11-20/aaaa1111.json': {
    reason: 'not-json', detail: 'Unexpected token h', source: 'iot', position: { message: 'm1', index: 0 }, topic: 'sensors/x/telemetry',
    deadLetteredAt: '2026-11-20T12:00:00.000Z', payload: base64('hello'),
  },
  'reason=not-json/date=2026-11-20/bbbb2222.json': {
    reason: 'not-json', detail: 'not UTF-8', source: 'iot', position: { message: 'm2', index: 0 }, topic: 'sensors/x/telemetry',
    deadLetteredAt: '2026-11-20T13:00:00.000Z', payload: base64(Buffer.from([0xff, 0x00, 0x41])),
  },
  'reason=rule-error/2026/0f3a': {
    ruleName: 'sensors', topic: 'sensors/y/telemetry', clientId: 'y', base64OriginalPayload: base64('{"temperature":1}'),
    failures: [{ failedAction: 'LambdaAction', failedResource: 'arn', errorMessage: 'Function not found' }],
  },
  'aws/lambda/async/tidegauge-local-ingest-iot/2026/11/20/2026-11-20T11.00.00-1234': {
    version: '1.0', timestamp: '2026-11-20T11:00:00.000Z',
    requestContext: { requestId: 'r', functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:tidegauge-local-ingest-iot:$LATEST', condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: { payload: base64('{"temperature":2}'), topic: 'sensors/z/telemetry', clientId: 'z', receivedAt: 1 },
    responsePayload: { errorType: 'ThrottlingException', errorMessage: 'slow down' },
  },
};

describe('npm run dead-letters', () => {
  let data: string;
  const store = (key: string, body: string): void => {
    const file = join(data, 's3', 'tidegauge-local-dead-letters', key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body);
  };
  const run = (...args: string[]): Promise<string> => deadLetters([...args, '--data', data], () => undefined);

  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'tidegauge-dead-letters-'));
    writeFileSync(join(data, 'format'), '1');
  });

  afterEach(() => {
    rmSync(data, { recursive: true });
  });

  describe('with refused messages', () => {
    beforeEach(() => {
      Object.entries(refused).forEach(([key, body]) => store(key, JSON.stringify(body)));
      store('some/other/object', 'not a dead letter');
    });

    it('counts them by reason', async () => {
      expect((await run()).split('\n')[0]).toBe('4 dead letters: 2 not-json, 1 rule-error, 1 invocation-failed');
    });

    it('lists them newest first with topic, detail and key', async () => {
      expect((await run('--reason', 'not-json')).split('\n').slice(2)).toEqual([
        '2026-11-20T13:00:00.000Z  not-json  sensors/x/telemetry  not UTF-8',
        '    reason=not-json/date=2026-11-20/bbbb2222.json',
        '2026-11-20T12:00:00.000Z  not-json  sensors/x/telemetry  Unexpected token h',
        '    reason=not-json/date=2026-11-20/aaaa1111.json',
      ]);
    });

    it('tells why Lambda gave an event up', async () => {
      expect(await run('--reason', 'invocation-failed')).toContain(
        '2026-11-20T11:00:00.000Z  invocation-failed  sensors/z/telemetry  tidegauge-local-ingest-iot gave up after 3 attempts (RetriesExhausted): ThrottlingException: slow down',
      );
    });

    it('tells which rule action failed', async () => {
      expect(await run('--reason', 'rule-error')).toContain('rule-error  sensors/y/telemetry  sensors: LambdaAction: Function not found');
    });

    it('shows the payload as text', async () => {
      expect(await run('show', 'aaaa1111')).toBe([
        'key     reason=not-json/date=2026-11-20/aaaa1111.json',
        'reason  not-json',
        'detail  Unexpected token h',
        'at      2026-11-20T12:00:00.000Z',
        'topic   sensors/x/telemetry',
        'source  iot',
        'payload 5 bytes',
        'hello',
      ].join('\n'));
    });

    it('shows a payload that is not text in hex', async () => {
      expect(await run('show', 'reason=not-json/date=2026-11-20/bbbb2222.json')).toContain(`payload 3 bytes\n000000  ff 00 41${' '.repeat(41)}..A`);
    });

    it('shows the payload of an event that Lambda gave up and of a failed rule', async () => {
      expect((await run('show', '11.00.00-1234')).split('\n').at(-1)).toBe('{"temperature":2}');
      expect((await run('show', '0f3a')).split('\n').at(-1)).toBe('{"temperature":1}');
    });

    it('says when a key fits none or several', async () => {
      await expect(run('show', 'cccc')).rejects.toThrow('no dead letters have a key that ends in cccc');
      await expect(run('show', '.json')).rejects.toThrow('2 dead letters have a key that ends in .json');
    });

    it('has none with a reason that did not occur', async () => {
      expect(await run('--reason', 'too-long')).toBe(`no dead letters with reason too-long in ${data}`);
    });
  });

  it('says how it is called', async () => {
    expect(await deadLetters(['--help'], () => undefined)).toContain('npm run dead-letters -- show KEY');
  });

  it('refuses a folder that was named and holds no stack, in place of good news', async () => {
    await expect(deadLetters(['--data', '/nowhere'], () => undefined)).rejects.toThrow('--data /nowhere is not the data folder of a stack');
  });

  it('says so when nothing was refused', async () => {
    expect(await run()).toBe(`no dead letters in ${data}`);
    mkdirSync(join(data, 's3', 'tidegauge-local-dead-letters'), { recursive: true });
    expect(await run()).toBe(`no dead letters in ${data}`);
  });

  it('lists an object that it cannot read by what its key says', async () => {
    store('reason=conflict/date=2026-11-20/x.json', 'broken');
    expect((await run()).split('\n')[0]).toBe('1 dead letter: 1 conflict');
    expect((await run('show', 'x')).split('\n').slice(-2)).toEqual(['the object does not carry the payload; it says:', 'broken']);
  });

  it('does not let a topic or detail steer the terminal', async () => {
    store('reason=not-json/x.json', JSON.stringify({ detail: 'a\u001b[2Jb', topic: 't' }));
    expect(await run()).toContain('a\\u{1b}[2Jb');
  });

  it('refuses what it does not understand', async () => {
    await expect(run('show')).rejects.toThrow('npm run dead-letters -- show KEY');
    await expect(run('delete', 'x')).rejects.toThrow('npm run dead-letters -- show KEY');
    await expect(run('--reson', 'x')).rejects.toThrow("Unknown option '--reson'");
  });
});

describe('npm run dead-letters -- redrive', () => {
  let data: string;
  let stage: Stage;
  let server: LambdaServer | undefined;
  const progress: string[] = [];
  const run = (...args: string[]): Promise<string> => deadLetters([...args, '--data', data], (line) => { progress.push(line); });
  const key = 'reason=not-json/date=2026-11-20/aaaa1111.json';

  /** @param source of the function, which prints its input */
  async function startFunction(source: string): Promise<void> {
    const runner = stage.start(`export const handler = async (input) => { console.log(JSON.stringify(input)); ${source} };`, { name: 'fleet-local-redrive' });
    const queue = await EventQueue.open({ folder: join(data, 'lambda'), now: Date.now, log: () => undefined });
    server = await startLambdaServer({ port: 0, host: '127.0.0.1', runner, queue, warn: () => undefined });
    writeFileSync(join(data, 'addresses.json'), JSON.stringify({ lambda: `http://127.0.0.1:${server.port}` }));
  }
  const inputs = (): unknown[] => stage.lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as unknown);

  beforeEach(() => {
    progress.length = 0;
    stage = setStage();
    data = mkdtempSync(join(tmpdir(), 'tidegauge-redrive-'));
    writeFileSync(join(data, 'format'), '1');
    const file = join(data, 's3', 'letters', key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(refused[key]));
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    await stage.tearDown();
    rmSync(data, { recursive: true });
  });

  it('goes on until all are come to, says how far it has got, and adds up', async () => {
    await startFunction(`return input.cursor === undefined
      ? { letters: { written: 2, refused: 1 }, attention: [{ key: 'reason=a/x.json', outcome: 'refused', detail: 'too\\u001b warm', keys: ['reason=b/x.json'], moreKeys: 9 }], cursor: 'next' }
      : { letters: { written: 1, left: 1 }, attention: [{ key: 'reason=a/y.json', outcome: 'left', detail: 'throttled' }] };`);
    expect((await run('redrive', '--reason', 'not-json', '--from', '2026-11-20', '--max-attempts', '7')).split('\n')).toEqual([
      '5 letters: 3 written, 1 refused, 1 left for another time',
      '',
      'refused: too\\u{1b} warm',
      '    reason=a/x.json',
      '    now reason=b/x.json',
      '    and 9 more',
      'left for another time: throttled',
      '    reason=a/y.json',
    ]);
    expect(progress).toEqual(['3 letters: 2 written, 1 refused so far']);
    expect(inputs()).toEqual([
      { action: 'redrive', reason: 'not-json', from: '2026-11-20', maxAttempts: 7 },
      { action: 'redrive', reason: 'not-json', from: '2026-11-20', maxAttempts: 7, cursor: 'next' },
    ]);
  });

  it('finds the letter whose key ends so, and tells what a dry run would do', async () => {
    await startFunction('return { letters: { accepted: 1 }, attention: [] };');
    expect(await run('redrive', 'aaaa1111', '--dry-run')).toBe('dry run of 1 letter: 1 would be sent');
    expect(inputs()).toEqual([{ action: 'redrive', keys: [key], dryRun: true }]);
  });

  it('lists and shows through a function that is named', async () => {
    await startFunction(`return input.action === 'show'
      ? { key: input.key, reason: 'not-json', detail: 'no JSON', topic: 't', deadLetteredAt: '2026-11-20T12:00:00.000Z', payload: { text: 'hello' } }
      : { letters: [{ key: 'k', reason: 'not-json', detail: 'no JSON', deadLetteredAt: '2026-11-20T12:00:00.000Z' }] };`);
    Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${server!.port}` });
    writeFileSync(join(data, 'tables.json'), '{"service": "fleet"}');
    try {
      const onStage = ['--stage', 'local', '--tables', join(data, 'tables.json')];
      expect(await deadLetters(onStage, () => undefined)).toBe('1 dead letter: 1 not-json\n\n2026-11-20T12:00:00.000Z  not-json  no JSON\n    k');
      expect((await deadLetters(['show', 'reason=x', ...onStage], () => undefined)).split('\n').slice(-2)).toEqual(['payload 5 bytes', 'hello']);
      await expect(deadLetters(['--function', 'nobody'], () => undefined)).rejects.toThrow('there is no function nobody in us-east-1 for these credentials');
      await expect(deadLetters(['--stage', 'local', '--tables', '/nowhere'], () => undefined)).rejects.toThrow('there is no /nowhere to take the name of the service from');
    } finally {
      delete process.env['AWS_ENDPOINT_URL_LAMBDA'];
    }
  });

  it('says how to start a stack where none runs', async () => {
    await expect(run('redrive', '--all')).rejects.toThrow(`no stack runs in ${data}, and redriving takes one: start the stack with npm start, or name its data folder with --data`);
    writeFileSync(join(data, 'addresses.json'), JSON.stringify({ lambda: 'http://127.0.0.1:1' }));
    await expect(run('redrive', '--all')).rejects.toThrow(/^nothing answers at http:\/\/127\.0\.0\.1:1, /);
  });

  it('says what the function does not take, and what it failed on', async () => {
    await startFunction("throw Object.assign(new Error(input.reason === 'x' ? 'reason: not x' : 'no bucket'), { name: input.reason === 'x' ? 'RedriveRequestError' : 'Other' });");
    await expect(run('redrive', '--reason', 'x')).rejects.toThrow(new UsageError('reason: not x'));
    await expect(run('redrive', '--all')).rejects.toThrow('fleet-local-redrive failed: Other: no bucket');
  });

  it.each([
    [['redrive'], 'redrive takes keys, or flags that narrow, or --all'],
    [['redrive', 'a', '--all'], 'redrive takes keys, or flags that narrow, or --all'],
    [['redrive', '--all', '--max-attempts', 'many'], '--max-attempts many is no whole number from 1 on'],
    [['show', 'a', '--all'], '--all means nothing to show'],
    [['--dry-run'], '--dry-run means nothing to a list'],
    [['--table', 'SensorReadings'], '--table is for redrive'],
    [['--from', 'yesterday'], '--from yesterday is neither a day'],
    [['--stage', 'prod'], 'give one of --data, --stage and --function'],
  ])('refuses %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message);
    await expect(run(...args)).rejects.toThrow(UsageError);
  });

  it('narrows a list of the data folder by source and time of receipt', async () => {
    expect(await run('--source', 'iot')).toContain('1 dead letter');
    expect(await run('--source', 'http')).toBe(`no dead letters with source http in ${data}`);
    expect(await run('--to', '2026-01-01')).toBe(`no dead letters with to 2026-01-01 in ${data}`);
  });
});
