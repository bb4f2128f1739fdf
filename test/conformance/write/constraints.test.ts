/** Every limit of the write half at its edge, through the official SDK: the rules are test/fixtures/write, each file for a server of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-timestream-write';
import { expandInput, type Json } from './expand-input';
import { startWriteService, type WriteService } from './write-service';

const folder = join(__dirname, '../../fixtures/write');

interface Request {
  readonly operation: string;
  readonly input: Json;
}

interface Refusal {
  readonly input: Json;
  readonly error: string;
  /** `…` stands for any text. */
  readonly message: string;
  readonly rejected?: readonly { readonly RecordIndex: number; readonly Reason: string }[];
}

interface Rule {
  readonly rule: string;
  readonly operation: string;
  readonly accepts: readonly Json[];
  readonly refuses: readonly Refusal[];
}

interface Rules {
  readonly setup: readonly Request[];
  readonly rules: readonly Rule[];
}

/** The service's status for each of its errors. */
const statuses: Readonly<Record<string, number>> = {
  ValidationException: 400, ServiceQuotaExceededException: 402, ResourceNotFoundException: 404, ConflictException: 409, RejectedRecordsException: 419,
};

const nowMs = Date.UTC(2026, 5, 1, 12);

async function send({ client }: WriteService, { operation, input }: Request): Promise<void> {
  // The SDK names its commands for the operations; which one it is, only the fixture knows.
  const Command = sdk[`${operation}Command` as 'ListTablesCommand'];
  await client.send(new Command(expandInput(input) as sdk.ListTablesCommandInput));
}

function patternOf(message: string): RegExp {
  return new RegExp(`^${message.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('.*')}$`, 's');
}

const brief = (input: Json) => JSON.stringify(input).slice(0, 120);

describe.each(readdirSync(folder))('%s', (file) => {
  const { setup, rules } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Rules;
  let service: WriteService;
  beforeAll(async () => {
    service = await startWriteService({ nowNs: () => BigInt(nowMs) * 1_000_000n });
    for (const request of setup) await send(service, request);
  });
  afterAll(() => service.close());

  describe.each(rules.map((rule) => [rule.rule, rule] as const))('%s', (_text, { operation, accepts, refuses }) => {
    it.each(accepts.map((input) => [brief(input), input] as const))(`${operation} takes %s`, async (_brief, input) => {
      await send(service, { operation, input });
    });

    it.each(refuses.map((refusal) => [brief(refusal.input), refusal] as const))(`${operation} refuses %s`, async (_brief, { input, error, message, rejected }) => {
      await expect(send(service, { operation, input })).rejects.toMatchObject({
        name: error, message: expect.stringMatching(patternOf(message)), $metadata: { httpStatusCode: statuses[error], attempts: 1 },
        ...(rejected && { RejectedRecords: rejected.map(({ RecordIndex, Reason }) => ({ RecordIndex, Reason: expect.stringMatching(patternOf(Reason)) })) }),
      });
    });
  });
});
