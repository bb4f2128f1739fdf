import { ProblemError, problems, type ProblemCode } from '../../../shared/errors';
import { asProblem, problemAnswer } from '../../../shared/http/problem';

test('a refused request names its parameters and the request id', () => {
  const errors = [{ parameter: 'bin', message: "'x' is not a bin" }];
  const answer = problemAnswer(new ProblemError('invalid-request', { errors }), 'r-1');
  expect(answer).toMatchObject({ statusCode: 400, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } });
  expect(JSON.parse(answer.body)).toEqual({
    type: 'urn:tidegauge:problem:invalid-request',
    title: 'The request is not valid',
    status: 400,
    requestId: 'r-1',
    errors,
  });
});

test('a request that may succeed later says when, and what it has got so far', () => {
  const answer = problemAnswer(new ProblemError('unsettled', { extension: { written: 1 }, retryAfterS: 5 }), 'r-1');
  expect(answer).toMatchObject({ statusCode: 503, headers: { 'content-type': 'application/problem+json', 'retry-after': '5' } });
  expect(JSON.parse(answer.body)).toMatchObject({ status: 503, requestId: 'r-1', written: 1 });
});

test.each(Object.keys(problems) as ProblemCode[])('%s has the status of the table', (code) => {
  const answer = problemAnswer(new ProblemError(code), 'r-1');
  expect(JSON.parse(answer.body)).toMatchObject({ status: answer.statusCode, type: expect.stringMatching(new RegExp(`:${code}$`)) });
});

test('an unexpected error says nothing about itself', () => {
  const answer = problemAnswer(asProblem(new Error('password is secret')), 'r-1');
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('secret');
});

test('running out of time is its own problem', () => {
  const error = Object.assign(new Error('late'), { name: 'TimeoutError' });
  expect(asProblem(error)).toMatchObject({ code: 'timeout', cause: error });
});

test('what is thrown that is no Error is internal', () => {
  expect(asProblem('text').code).toBe('internal');
});
