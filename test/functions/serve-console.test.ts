import { createHash } from 'node:crypto';
import type { HttpAnswer } from '../../shared/http/http-answer';
import { setFunctionEnvironment } from './function-environment';
import { httpEvent } from './http-event';
import { lambdaContext } from './lambda-context';

describe('serve-console', () => {
  let answer: HttpAnswer;

  beforeAll(async () => {
    // Nothing listens there: the page is served although its KPI record cannot be written.
    setFunctionEnvironment({ endpoint: 'http://127.0.0.1:9' });
    const { handler } = await import('../../functions/serve-console');
    answer = await handler(httpEvent('serve-console'), lambdaContext());
  });

  it('answers with the page, without asking who calls', () => {
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.body).toContain('<title>Tidegauge</title>');
  });

  it.each(['script', 'style'])('lets only its own %s run', (element) => {
    const contents = [...answer.body.matchAll(new RegExp(`<${element}[^>]*>(.*?)</${element}>`, 'gs'))].map(([, content]) => content ?? '');
    const hashes = contents.map((content) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`);
    const policy = answer.headers['content-security-policy']?.split('; ') ?? [];
    expect(hashes).toHaveLength(1);
    expect(policy).toContain(`${element}-src ${hashes[0]}`);
    expect(policy).toContain("default-src 'none'");
  });

  it('has nothing that the policy would stop, and never builds markup from text', () => {
    expect(answer.body).not.toMatch(/\son\w+=|\sstyle=|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/);
    expect(answer.body).not.toMatch(/(src|href)="https?:/);
  });
});
