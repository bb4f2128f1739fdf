/** The flags of `npm start`: their defaults, and refusals that name the flag. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readFlags, requireTables } from '../../../local/start/flags';

const root = '/project';

describe('the flags', () => {
  it('have the documented defaults', () => {
    expect(readFlags([], root)).toEqual({
      http: { flag: '--http-port', port: 3000, isGiven: false },
      mqtt: { flag: '--mqtt-port', port: 1883, isGiven: false },
      timestream: { flag: '--timestream-port', port: 4580, isGiven: false },
      kinesis: { flag: '--kinesis-port', port: 4581, isGiven: false },
      s3: { flag: '--s3-port', port: 4582, isGiven: false },
      lambda: { flag: '--lambda-port', port: 4583, isGiven: false },
      host: '127.0.0.1',
      data: resolve('.tidegauge'),
      simulate: true,
      tables: '/project/tables.json',
    });
  });

  it('replace the defaults, with paths made absolute', () => {
    expect(readFlags(['--http-port', '0', '--mqtt-port=2883', '--no-simulate', '--data', 'x', '--tables', 'y.json', '--packaged', 'z', '--host', '::1'], root)).toMatchObject({
      http: { port: 0, isGiven: true },
      mqtt: { port: 2883, isGiven: true },
      simulate: false,
      data: resolve('x'),
      tables: resolve('y.json'),
      packaged: resolve('z'),
      host: '::1',
    });
  });

  it('ask for help', () => {
    expect(readFlags(['--help'], root)).toBe('help');
  });

  it.each<[argv: string[], message: string]>([
    [['--htp-port', '1'], 'there is no flag --htp-port; did you mean --http-port?'],
    [['--no-simulation'], 'there is no flag --no-simulation; did you mean --no-simulate?'],
    [['--frobnicate'], 'there is no flag --frobnicate'],
    [['-p', '1'], 'there is no flag -p'],
    [['3000'], '3000 is not a flag'],
    [['--http-port', 'http'], '--http-port http is not a port (0 to 65535)'],
    [['--s3-port', '65536'], '--s3-port 65536 is not a port (0 to 65535)'],
    [['--mqtt-port', '-1'], '--mqtt-port'],
    [['--data'], '--data'],
    [['--data', ''], '--data is empty'],
    [['--host='], '--host is empty'],
    [['--no-simulate=yes'], '--no-simulate'],
  ])('refuse %j', (argv, message) => {
    expect(() => readFlags(argv, root)).toThrow(message);
  });
});

describe('the tables file', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'flags-')); });
  afterEach(() => { rmSync(folder, { recursive: true }); });

  const check = (...argv: string[]): void => {
    const settings = readFlags(argv, folder);
    if (settings !== 'help') requireTables(settings);
  };

  it('of a package is the one inside, unless another is named', () => {
    expect(readFlags(['--packaged', '/z'], root)).toMatchObject({ tables: '/z/tables.json' });
    expect(readFlags(['--packaged', '/z', '--tables', '/y.json'], root)).toMatchObject({ tables: '/y.json' });
    writeFileSync(join(folder, 'tables.json'), '{}');
    check();
    check('--packaged', folder);
  });

  it('may be missing from a package when no fleet is simulated', () => {
    check('--packaged', folder, '--no-simulate');
    expect(() => { check('--packaged', folder); }).toThrow(`--packaged ${folder}: it holds no tables.json to simulate a fleet from; name one with --tables, or add --no-simulate`);
  });

  it('must be a file that exists', () => {
    expect(() => { check('--tables', folder); }).toThrow(`--tables ${folder}: this is no file`);
    expect(() => { check('--tables', join(folder, 'none.json')); }).toThrow(`--tables ${folder}/none.json: there is no such file`);
    expect(() => { check('--no-simulate', '--packaged', folder, '--tables', join(folder, 'none.json')); }).toThrow('there is no such file');
  });
});
