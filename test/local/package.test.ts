/** The package as other projects get it: packed, unpacked into an empty project, used from CommonJS, ES modules, jest and TypeScript. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { removeTemporaryFolders, temporaryFolder } from './timestream/temporary-folder';

/** Building it compiles all types. */
jest.setTimeout(300_000);

const run = promisify(execFile);
const root = join(__dirname, '../..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };

let project: string;
const unpacked = () => join(project, 'node_modules/tidegauge');
const tool = (path: string) => join(root, 'node_modules', path);

beforeAll(async () => {
  project = temporaryFolder();
  writeFileSync(join(project, 'package.json'), '{}');
  await run('npm', ['pack', '--offline', '--pack-destination', project], { cwd: root });
  mkdirSync(unpacked(), { recursive: true });
  const [archive] = readdirSync(project).filter((name) => name.endsWith('.tgz'));
  await run('tar', ['-xzf', join(project, archive!), '-C', unpacked(), '--strip-components=1']);
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(project, 'node_modules', name)), { recursive: true });
    symlinkSync(tool(name), join(project, 'node_modules', name));
  }
});

afterAll(removeTemporaryFolders);

/** Writes one record and reads it back. */
const use = (loading: string) => `
  ${loading}
  async function main() {
    const server = await startTimestream();
    const write = new TimestreamWriteClient(server.clientConfig);
    await write.send(new CreateDatabaseCommand({ DatabaseName: 'Fleet' }));
    await write.send(new CreateTableCommand({ DatabaseName: 'Fleet', TableName: 'Readings' }));
    const record = { Dimensions: [{ Name: 'device', Value: 'a' }], MeasureName: 'm', MeasureValue: '21', MeasureValueType: 'BIGINT', Time: String(Date.now()) };
    await write.send(new WriteRecordsCommand({ DatabaseName: 'Fleet', TableName: 'Readings', Records: [record] }));
    const { Rows } = await new TimestreamQueryClient(server.clientConfig).send(new QueryCommand({ QueryString: 'SELECT measure_value::bigint FROM Fleet.Readings' }));
    await server.close();
    return Rows[0].Data[0].ScalarValue;
  }
`;

const required = `
  const { startTimestream } = require('tidegauge/local');
  const { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient, WriteRecordsCommand } = require('@aws-sdk/client-timestream-write');
  const { QueryCommand, TimestreamQueryClient } = require('@aws-sdk/client-timestream-query');
`;

const imported = `
  import { startTimestream } from 'tidegauge/local';
  import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient, WriteRecordsCommand } from '@aws-sdk/client-timestream-write';
  import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
`;

describe('the package', () => {
  it.each([['CommonJS', 'main.cjs', required], ['an ES module', 'main.mjs', imported]])('takes a record and gives it back in %s', async (_what, name, loading) => {
    writeFileSync(join(project, name), `${use(loading)}\n  main().then((value) => { console.log(value); process.exit(0); });`);
    expect((await run(process.execPath, [name], { cwd: project })).stdout.trim()).toBe('21');
  });

  it('does so inside a jest suite', async () => {
    writeFileSync(join(project, 'some.test.js'), `${use(required)}\n  it('writes and reads', async () => { expect(await main()).toBe('21'); });`);
    const { stderr } = await run(process.execPath, [tool('jest/bin/jest.js'), '--rootDir', project, '--transform', '{}', '--forceExit'], { cwd: project });
    expect(stderr).toContain('1 passed');
  });

  it('packs readings of a device, and loads nothing but MQTT for it', async () => {
    writeFileSync(join(project, 'device.cjs'), `
      const { startPacker } = require('tidegauge/device');
      const packer = startPacker({ url: 'mqtt://127.0.0.1:9', topic: 'sensors/s-1/telemetry', folder: 'waiting' });
      packer.add({ temperature: 21 }, 1);
      packer.close(0).then(() => {
        console.log(require('node:fs').readdirSync('waiting').join(), Object.keys(require.cache).some((file) => /duckdb|aws-sdk/.test(file)));
      });`);
    expect((await run(process.execPath, ['device.cjs'], { cwd: project })).stdout.trim()).toBe('000000000000-1.json false');
  });

  it('has types that let the right options through and no others', async () => {
    writeFileSync(join(project, 'right.mts'), [
      "import { startTimestream } from 'tidegauge/local';",
      'const { clientConfig, control, s3Endpoint, close } = await startTimestream({ extensions: true });',
      'export const used: [string, string, Promise<void>] = [clientConfig.credentials.accessKeyId, s3Endpoint.slice(control.state().faults.length), close()];',
      "import { startPacker } from 'tidegauge/device';",
      "startPacker({ url: 'mqtt://127.0.0.1', topic: 't', folder: 'f', mqtt: { clientId: 'a' } }).add({ temperature: 21 });",
    ].join('\n'));
    writeFileSync(join(project, 'wrong.mts'), "import { startTimestream } from 'tidegauge/local';\nvoid startTimestream({ port: '4580' });");
    const flags = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'node16', '--types', 'node', '--typeRoots', tool('@types'), 'right.mts', 'wrong.mts'];
    const { stdout } = await run(process.execPath, [tool('typescript/bin/tsc'), ...flags], { cwd: project }).catch((failed: { stdout: string }) => failed);
    expect(stdout.trim()).toBe("wrong.mts(2,24): error TS2322: Type 'string' is not assignable to type 'number'.");
  });

  it('holds the program, which explains itself', async () => {
    expect((await run(process.execPath, [join(unpacked(), 'dist/timestream.js'), '--help'])).stdout).toContain('--access-key ID:SECRET');
  });

  it('holds what it needs and no sources', () => {
    const top = readdirSync(unpacked()).sort();
    expect(top).toEqual(['LICENSE', 'README.md', 'dist', 'docs', 'package.json']);
    expect(readdirSync(join(unpacked(), 'dist')).sort()).toEqual(['device.js', 'local.js', 'timestream.js', 'types']);
  });
});
