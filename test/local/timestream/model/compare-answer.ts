/** Compares the answer to one WriteRecords with what the model made of the same records. */
import type { WireAnswer } from '../wire-call';
import type { ExpectedRejection, ModelTable } from './model-table';

type Outcome = ReturnType<ModelTable['write']>;

interface RejectedRecord {
  readonly RecordIndex: number;
  readonly Reason: string;
  readonly ExistingVersion?: number;
}

export function compareAnswer({ status, body }: WireAnswer, outcomes: readonly Outcome[]): void {
  const rejections = outcomes.flatMap((outcome, index) => (typeof outcome === 'string' ? [] : [{ index, ...outcome }]));
  if (rejections.length === 0) {
    const memory = outcomes.filter((outcome) => outcome === 'memory').length;
    expect({ status, body }).toEqual({ status: 200, body: { RecordsIngested: { Total: outcomes.length, MemoryStore: memory, MagneticStore: outcomes.length - memory } } });
    return;
  }
  expect({ status, body }).toMatchObject({ status: 419, body: { RejectedRecords: expect.any(Array) } });
  // Just looked at; its entries are compared member by member.
  const rejected = body.RejectedRecords as readonly RejectedRecord[];
  expect(rejected.map(({ RecordIndex, ExistingVersion }) => ({ index: RecordIndex, existingVersion: ExistingVersion })))
    .toEqual(rejections.map(({ index, existingVersion }) => ({ index, existingVersion })));
  rejected.forEach(({ Reason }, at) => expect(isAsExpected(Reason, rejections[at]!) ? 'as expected' : { Reason, ...rejections[at] }).toBe('as expected'));
}

function isAsExpected(given: string, { reasons }: ExpectedRejection): boolean {
  return reasons.some((reason) => (typeof reason === 'string' ? reason === given : reason.test(given)));
}
