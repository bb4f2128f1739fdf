import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MeasuredHandler } from '../../shared/lambda';
import { setFunctionEnvironment } from './function-environment';

const root = join(__dirname, '../..');
const keys = readdirSync(join(root, 'functions')).map((file) => file.replace(/\.ts$/, ''));

beforeAll(() => { setFunctionEnvironment({ endpoint: 'http://127.0.0.1:9' }); });

test.each(keys)('%s is measured under its own name', async (key) => {
  // Every file of functions/ exports its handler; what it handles does not matter here.
  const { handler } = (await import(join(root, 'functions', key))) as { handler?: MeasuredHandler<never, unknown> };
  expect(handler?.functionName).toBe(key);
});

test('every function of serverless.yml is a file of functions/', () => {
  const yaml = readFileSync(join(root, 'serverless.yml'), 'utf8');
  const deployed = [...yaml.matchAll(/^\s*handler:\s*functions\/([\w-]+)\.handler\s*$/gm)].map((match) => match[1]);
  expect(deployed.length).toBe(yaml.match(/^\s*handler:/gm)?.length);
  expect(deployed.sort()).toEqual(keys.sort());
});
