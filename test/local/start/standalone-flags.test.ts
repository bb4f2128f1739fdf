/** The flags of `npm run timestream`: their defaults, what the environment adds, and refusals that name the flag. */
import { resolve } from 'node:path';
import { readStandaloneFlags } from '../../../local/start/standalone-flags';

const serve = (argv: readonly string[], environment = {}) => {
  const command = readStandaloneFlags(argv, environment);
  if (command.kind !== 'serve') throw new Error(command.kind);
  return command.settings;
};

describe('the flags of the standalone server', () => {
  it('have the documented defaults', () => {
    expect(serve([])).toEqual({
      port: { flag: '--port', port: 4580, isGiven: false },
      s3: { flag: '--s3-port', port: 4582, isGiven: false },
      host: '127.0.0.1',
      data: resolve('.tidegauge'),
      rateLimits: false,
      extensions: false,
    });
  });

  it('replace the defaults, with the data folder made absolute', () => {
    expect(serve(['--port', '0', '--s3-port=1', '--data', 'x', '--host', '::1', '--extensions', '--rate-limits'])).toMatchObject({
      port: { port: 0, isGiven: true }, s3: { port: 1, isGiven: true }, data: resolve('x'), host: '::1', extensions: true, rateLimits: true,
    });
    expect(serve(['--data', ':memory:']).data).toBe(':memory:');
    expect(serve(['--no-s3']).s3).toBeUndefined();
  });

  it('name another S3, signed to with the key of the environment', () => {
    const key = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-west-1' };
    expect(serve(['--s3-endpoint', 'http://minio:9000'], key)).toMatchObject({ s3: { endpoint: 'http://minio:9000' }, s3Access: { accessKeyId: 'id', secretAccessKey: 'secret', region: 'eu-west-1' } });
    expect(serve(['--s3-endpoint', 'http://minio:9000'])).not.toHaveProperty('s3Access');
    expect(serve([], key)).not.toHaveProperty('s3Access');
  });

  it('give keys, and so does the environment', () => {
    expect(serve(['--access-key', 'a:b', '--access-key', 'c-1:d:e/+='], { TIDEGAUGE_ACCESS_KEYS: 'f:g, h:i,' }).accessKeys).toEqual([
      { accessKeyId: 'a', secretAccessKey: 'b' }, { accessKeyId: 'c-1', secretAccessKey: 'd:e/+=' }, { accessKeyId: 'f', secretAccessKey: 'g' }, { accessKeyId: 'h', secretAccessKey: 'i' },
    ]);
  });

  it.each([['90s', 90_000], ['30m', 1_800_000], ['6h', 21_600_000]])('take the delay %s', (text, ms) => {
    expect(serve(['--magnetic-delay', text])).toMatchObject({ magneticDelayMs: ms });
  });

  it('ask for help, or for a backup', () => {
    expect(readStandaloneFlags(['--help'], {})).toEqual({ kind: 'help' });
    expect(readStandaloneFlags(['backup', '--help'], {})).toEqual({ kind: 'help' });
    expect(readStandaloneFlags(['backup', '--to', 'copy', '--port', '4581'], { TIDEGAUGE_ACCESS_KEYS: 'a:b' })).toEqual({
      kind: 'backup', settings: { port: 4581, to: resolve('copy'), accessKey: { accessKeyId: 'a', secretAccessKey: 'b' } },
    });
    expect(readStandaloneFlags(['backup', '--to', 'copy'], {})).toMatchObject({ settings: { port: 4580, accessKey: undefined } });
  });

  it.each<[argv: string[], message: string]>([
    [['--prot', '1'], 'there is no flag --prot; did you mean --port?'],
    [['restore'], 'restore is not a flag'],
    [['--port', 'x'], '--port x is not a port (0 to 65535)'],
    [['--s3-port', '65536'], '--s3-port 65536 is not a port (0 to 65535)'],
    [['--data', ''], '--data is empty'],
    [['--access-key', ''], '--access-key is empty'],
    [['--access-key', 'no-secret'], '--access-key must be ID:SECRET'],
    [['--access-key', 'a/b:secret'], '--access-key must be ID:SECRET'],
    [['--no-s3', '--s3-port', '1'], 'only one of --s3-port, --s3-endpoint and --no-s3 can be given'],
    [['--s3-endpoint', 'minio:9000'], '--s3-endpoint minio:9000 is no http or https address'],
    [['--s3-endpoint', 'http://'], '--s3-endpoint http:// is no http or https address'],
    [['--magnetic-delay', '6'], '--magnetic-delay 6 is not a number with s, m or h'],
    [['backup'], 'backup needs --to DIR'],
    [['backup', '--data', 'x'], 'there is no flag --data'],
  ])('refuse %j', (argv, message) => {
    expect(() => readStandaloneFlags(argv, {})).toThrow(message);
  });

  it('refuse a key of the environment without telling what it is', () => {
    expect(() => readStandaloneFlags([], { TIDEGAUGE_ACCESS_KEYS: 'my-secret' })).toThrow(/^TIDEGAUGE_ACCESS_KEYS must be ID:SECRET, with letters, digits, _ and - in the ID$/);
  });
});
