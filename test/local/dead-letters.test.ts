import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deadLetters } from '../../local/dead-letters';

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
  const run = (...args: string[]): string => deadLetters([...args, '--data', data]);

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

    it('counts them by reason', () => {
      expect(run().split('\n')[0]).toBe('4 dead letters: 2 not-json, 1 rule-error, 1 invocation-failed');
    });

    it('lists them newest first with topic, detail and key', () => {
      expect(run('--reason', 'not-json').split('\n').slice(2)).toEqual([
        '2026-11-20T13:00:00.000Z  not-json  sensors/x/telemetry  not UTF-8',
        '    reason=not-json/date=2026-11-20/bbbb2222.json',
        '2026-11-20T12:00:00.000Z  not-json  sensors/x/telemetry  Unexpected token h',
        '    reason=not-json/date=2026-11-20/aaaa1111.json',
      ]);
    });

    it('tells why Lambda gave an event up', () => {
      expect(run('--reason', 'invocation-failed')).toContain(
        '2026-11-20T11:00:00.000Z  invocation-failed  sensors/z/telemetry  tidegauge-local-ingest-iot gave up after 3 attempts (RetriesExhausted): ThrottlingException: slow down',
      );
    });

    it('tells which rule action failed', () => {
      expect(run('--reason', 'rule-error')).toContain('rule-error  sensors/y/telemetry  sensors: LambdaAction: Function not found');
    });

    it('shows the payload as text', () => {
      expect(run('show', 'aaaa1111')).toBe([
        'key     reason=not-json/date=2026-11-20/aaaa1111.json',
        'reason  not-json',
        'detail  Unexpected token h',
        'at      2026-11-20T12:00:00.000Z',
        'topic   sensors/x/telemetry',
        'payload 5 bytes',
        'hello',
      ].join('\n'));
    });

    it('shows a payload that is not text in hex', () => {
      expect(run('show', 'reason=not-json/date=2026-11-20/bbbb2222.json')).toContain(`payload 3 bytes\n000000  ff 00 41${' '.repeat(41)}..A`);
    });

    it('shows the payload of an event that Lambda gave up and of a failed rule', () => {
      expect(run('show', '11.00.00-1234').split('\n').at(-1)).toBe('{"temperature":2}');
      expect(run('show', '0f3a').split('\n').at(-1)).toBe('{"temperature":1}');
    });

    it('says when a key fits none or several', () => {
      expect(() => run('show', 'cccc')).toThrow('no dead letters have a key that ends in cccc');
      expect(() => run('show', '.json')).toThrow('2 dead letters have a key that ends in .json');
    });

    it('has none with a reason that did not occur', () => {
      expect(run('--reason', 'too-long')).toBe(`no dead letters with reason too-long in ${data}`);
    });
  });

  it('says how it is called', () => {
    expect(deadLetters(['--help'])).toContain('npm run dead-letters -- show KEY');
  });

  it('refuses a folder that was named and holds no stack, in place of good news', () => {
    expect(() => deadLetters(['--data', '/nowhere'])).toThrow('--data /nowhere is not the data folder of a stack');
  });

  it('says so when nothing was refused', () => {
    expect(run()).toBe(`no dead letters in ${data}`);
    mkdirSync(join(data, 's3', 'tidegauge-local-dead-letters'), { recursive: true });
    expect(run()).toBe(`no dead letters in ${data}`);
  });

  it('lists an object that it cannot read by what its key says', () => {
    store('reason=conflict/date=2026-11-20/x.json', 'broken');
    expect(run().split('\n')[0]).toBe('1 dead letter: 1 conflict');
    expect(run('show', 'x').split('\n').slice(-2)).toEqual(['the object does not carry the payload; it says:', 'broken']);
  });

  it('does not let a topic or detail steer the terminal', () => {
    store('reason=not-json/x.json', JSON.stringify({ detail: 'a\u001b[2Jb', topic: 't' }));
    expect(run()).toContain('a\\u{1b}[2Jb');
  });

  it('refuses what it does not understand', () => {
    expect(() => run('show')).toThrow('npm run dead-letters -- show KEY');
    expect(() => run('delete', 'x')).toThrow('npm run dead-letters -- show KEY');
    expect(() => run('--reson', 'x')).toThrow("Unknown option '--reson'");
  });
});
