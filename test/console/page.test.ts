/** The page in a real browser, served as functions/serve-console serves it, over an API whose answers the test decides. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { page } from '../../console/page';

const chromium = '/usr/bin/chromium';
const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--virtual-time-budget=3000', '--dump-dom',
];
const execute = promisify(execFile);

jest.setTimeout(60_000);

function isThere(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    console.warn(`SKIPPED: the page is not tested in a browser, because ${file} is missing (Debian: apt-get install chromium)`);
    return false;
  }
}

const sensors = {
  name: 'SensorReadings',
  dimensions: [{ name: 'device_id', required: true }, { name: 'location', required: false }],
  measures: [{ name: 'temperature', type: 'DOUBLE', unit: 'Cel' }, { name: 'note', type: 'VARCHAR' }],
};
const kpis = { name: 'Kpis', dimensions: [{ name: 'function', required: true }], measures: [] };

type Answer = readonly [status: number, body: unknown];

(isThere(chromium) ? describe : describe.skip)('the page', () => {
  let server: Server;
  let answers: Readonly<Record<string, Answer>>;
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    server = createServer(({ url = '' }, response) => {
      if (url === '/') {
        response.writeHead(200, page.headers).end(page.body);
        return;
      }
      asked.push(url);
      const [status, body] = answers[url.split('?')[0] ?? ''] ?? [404, { title: 'Nothing is here' }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** The page as it stands when it has read its values. */
  async function rendered(given: Readonly<Record<string, Answer>>): Promise<string> {
    answers = given;
    const profile = mkdtempSync(join(tmpdir(), 'tidegauge-page-'));
    try {
      // A listening TCP server has an address object.
      const { port } = server.address() as AddressInfo;
      const { stdout } = await execute(chromium, [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`]);
      return stdout.replace(/<script.*?<\/script>/s, '');
    } finally {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  it('shows the newest values with units and age, and text from devices as text', async () => {
    const html = await rendered({
      '/v1/tables': [200, { tables: [sensors, kpis] }],
      '/v1/tables/SensorReadings/latest': [200, {
        asOf: '2026-11-20T12:00:00Z',
        latest: [
          { dimensions: { device_id: 'sensor-001' }, time: '2026-11-20T11:59:56Z', values: { temperature: 21.5, note: null } },
          { dimensions: { device_id: '<img src=x onerror=alert(1)>' }, time: '2026-11-20T09:58:00Z', values: { temperature: 3, note: '<b>"&' } },
        ],
        truncated: false,
      }],
    });
    const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) => [...(row ?? '').matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell?.replace(/<\/?(time|span)[^>]*>/g, '')));
    expect(rows).toEqual([
      ['device_id', 'temperature Cel', 'note', 'age'],
      ['sensor-001', '21.5', '', '4 s'],
      ['&lt;img src=x onerror=alert(1)&gt;', '3', '&lt;b&gt;"&amp;', '2 h'],
    ]);
    expect(html).toContain('<form id="access" hidden="">');
  });

  it('asks for the devices of a day, and leaves closed tables alone', async () => {
    await rendered({ '/v1/tables': [200, { tables: [sensors, kpis] }], '/v1/tables/SensorReadings/latest': [200, { latest: [], truncated: false }] });
    expect([...new Set(asked)]).toEqual(['/v1/tables', '/v1/tables/SensorReadings/latest?within=1d&by=device_id']);
  });

  it('asks for a token when the API does, and asks the API no further', async () => {
    const html = await rendered({ '/v1/tables': [401, { message: 'Unauthorized' }] });
    expect(html).toContain('<p id="error" role="alert">Unauthorized</p>');
    expect(html).toContain('<form id="access">');
    expect(asked).toEqual(['/v1/tables']);
  });

  it('shows what was wrong, and the tables that can be read beside it', async () => {
    const html = await rendered({
      '/v1/tables': [200, { tables: [sensors, { ...sensors, name: 'Other' }] }],
      '/v1/tables/SensorReadings/latest': [400, { title: 'The request is not valid', errors: [{ parameter: 'by', message: 'unknown <i>' }] }],
      '/v1/tables/Other/latest': [200, { latest: [], truncated: false }],
    });
    expect(html).toContain('The request is not valid\nby: unknown &lt;i&gt;');
    expect(html).toContain('no readings within a day');
  });
});
