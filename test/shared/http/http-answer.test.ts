import { jsonAnswer } from '../../../shared/http/http-answer';

test('a body goes out as JSON and is never cached', () => {
  expect(jsonAnswer({ status: 'ok' })).toEqual({
    statusCode: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: '{"status":"ok"}',
  });
});

test('a body that fits is counted as it goes out, escapes and all', () => {
  const bytes = (character: string, count: number) => () => jsonAnswer(character.repeat(count));
  expect(bytes('x', 5_900_000)).not.toThrow();
  expect(bytes('x', 6_000_000)).toThrow(expect.objectContaining({ code: 'invalid-request', detail: expect.stringContaining('6 MB') }));
  // Two bytes each in the body, and two more when the body becomes text inside the answer.
  expect(bytes('"', 1_600_000)).toThrow(expect.objectContaining({ code: 'invalid-request' }));
  expect(bytes('€', 2_100_000)).toThrow(expect.objectContaining({ code: 'invalid-request' }));
});
