/** The input of functions/redrive: what is taken, and that everything wrong is named at once. */
import { encodeCursor } from '../../../shared/dead-letters/cursor';
import { redriveRequest, RedriveRequestError } from '../../../shared/dead-letters/redrive-request';

const problemsOf = (input: unknown): readonly string[] => {
  try {
    redriveRequest(input);
  } catch (error) {
    if (error instanceof RedriveRequestError) return error.problems;
  }
  return [];
};

it('takes a list with nothing but its name', () => {
  expect(redriveRequest({ action: 'list' })).toEqual({ action: 'list', selection: {}, limit: 100, cursor: undefined });
});

it('reads days and times, and goes on from a cursor', () => {
  const cursor = { after: 'reason=not-json/a.json', startedAtMs: 7 };
  expect(redriveRequest({ action: 'redrive', reason: 'not-json', from: '2026-05-01', to: '2026-05-01T02:00:00+02:00', cursor: encodeCursor(cursor) })).toEqual({
    action: 'redrive',
    letters: { kind: 'selection', selection: { reason: 'not-json', fromMs: Date.UTC(2026, 4, 1), toMs: Date.UTC(2026, 4, 1) } },
    dryRun: false,
    maxAttempts: 5,
    limit: Number.MAX_SAFE_INTEGER,
    cursor,
  });
});

it('takes keys, each once', () => {
  expect(redriveRequest({ action: 'redrive', keys: ['reason=a', 'aws/lambda/b', 'reason=a'], dryRun: true })).toMatchObject({ letters: { kind: 'keys', keys: ['reason=a', 'aws/lambda/b'] }, dryRun: true });
});

it('names everything that is wrong at once', () => {
  expect(problemsOf({ action: 'redrive', reason: 'bad-mesure', source: 'mqtt', from: 'yesterday', limit: 0, dryrun: true, cursor: 'x' })).toEqual([
    expect.stringMatching(/^reason: Invalid option: expected one of "unreadable"\|"not-json".*, not "bad-mesure"$/),
    'source: Invalid option: expected one of "iot"|"kinesis"|"http"|"timestream", not "mqtt"',
    'from: "yesterday" is neither a day such as 2026-05-01 nor a time with offset such as 2026-05-01T08:30:00Z',
    expect.stringMatching(/^limit: .*, not 0$/),
    'cursor: is not one that this function answered with',
    expect.stringContaining('"dryrun"'),
  ]);
});

it.each([
  ['no action', {}, "action: Invalid discriminator value. Expected 'list' | 'show' | 'redrive'"],
  ['another action', { action: 'delete' }, `action: Invalid discriminator value. Expected 'list' | 'show' | 'redrive', not "delete"`],
  ['no object', 'list', 'Invalid input: expected object, received string, not "list"'],
  ['no letters', { action: 'redrive' }, 'which letters? Give keys, or reason, source, table, from or to, or "all": true'],
  ['letters in two ways', { action: 'redrive', all: true, reason: 'not-json' }, 'give keys, or reason, source, table, from and to, or "all": true, and not several of these'],
  ['a key of something else', { action: 'show', key: 'magnetic-rejects/x' }, 'key: "magnetic-rejects/x" is no key of a letter: those begin with reason= or aws/lambda/'],
])('refuses %s', (_what, input, problem) => {
  expect(problemsOf(input)).toEqual([problem]);
});
