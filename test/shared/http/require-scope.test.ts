import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Claims } from '../../../shared/http/http-request';
import { requireScope, writeScope } from '../../../shared/http/require-scope';

test.each<[string, Claims]>([
  ['in scope', { scope: 'tidegauge/write' }],
  ['among others', { scope: 'openid tidegauge/write email' }],
  ['in scp, as API Gateway writes an array', { scp: '[openid tidegauge/write]' }],
  ['in scp, as an array', { scp: ['openid', 'tidegauge/write'] }],
])('a token with the scope %s may write', (_where, claims) => {
  expect(() => { requireScope(claims, writeScope); }).not.toThrow();
});

test.each<[string, Claims]>([
  ['no scope at all', { sub: 'x' }],
  ['empty scopes', { scope: '', scp: '[]' }],
  ['scopes that only look alike', { scope: 'tidegauge/write-all xtidegauge/write tidegauge/writ', scp: '[tidegauge/read]' }],
  ['the scope in another claim', { roles: 'tidegauge/write' }],
])('a token with %s may not', (_what, claims) => {
  expect(() => { requireScope(claims, writeScope); }).toThrow(expect.objectContaining({ code: 'forbidden', detail: 'The token needs the scope tidegauge/write' }));
});

test('the route that writes has the same scope in serverless.yml', () => {
  const yaml = readFileSync(join(__dirname, '../../../serverless.yml'), 'utf8');
  expect(yaml).toContain(`{ method: POST, path: '/v1/tables/{table}/readings', authorizer: { name: jwt, scopes: [${writeScope}] } }`);
});
