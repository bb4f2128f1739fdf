/** What may happen to a server in the model-based test: each does it to the server and to the model, and compares their answers. */
import type { AsyncCommand } from 'fast-check';
import { compareAnswer } from './compare-answer';
import { expectSameAnswers } from './compare-answers';
import { databaseName, type Model } from './model';
import { ModelTable, nsPerHour, type TableSettings } from './model-table';
import { wireBatch, type SentRecord } from './sent-record';
import type { Subject } from './subject';

type Step = AsyncCommand<Model, Subject>;

/** @param what how it reads in a counterexample */
function step(what: () => string, check: (model: Model) => boolean, run: (model: Model, subject: Subject) => Promise<void>): Step {
  return {
    check,
    toString: what,
    run: async (model, subject) => {
      await run(model, subject);
      await expectSameAnswers(subject.call, model);
    },
  };
}

const always = () => true;
const withTable = (name: string) => (model: Model) => model.tables.has(name);
const text = (value: unknown) => JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? String(member) : member));

/** @param sentAt the records, given the clock of the moment */
export function write(name: string, sentAt: (nowNs: bigint) => readonly SentRecord[], isShared: boolean): Step {
  let wire: unknown;
  return step(() => `write to ${name}: ${text(wire)}`, withTable(name), async (model, { call }) => {
    const records = sentAt(model.nowNs);
    const batch = wireBatch(records, isShared);
    wire = batch;
    const table = model.tables.get(name)!;
    const outcomes = records.map((record) => table.write(record, model.nowNs, model.delayNs));
    compareAnswer(await call('WriteRecords', { DatabaseName: databaseName, TableName: name, ...batch }), outcomes);
  });
}

/** A request with one record that is not well-formed is refused as a whole. */
export function writeMalformed(name: string, fault: object, sentAt: (nowNs: bigint) => readonly SentRecord[]): Step {
  return step(() => `write to ${name} with the fault ${text(fault)}`, withTable(name), async (model, { call }) => {
    const { Records: [first, ...others] } = wireBatch(sentAt(model.nowNs), false);
    const answer = await call('WriteRecords', { DatabaseName: databaseName, TableName: name, Records: [...others, { ...first, ...fault }] });
    expect(answer).toMatchObject({ status: 400, body: { __type: expect.stringMatching(/#ValidationException$/) } });
  });
}

export function createTable(name: string, settings: TableSettings): Step {
  const { partitionKey } = settings;
  const input = {
    DatabaseName: databaseName, TableName: name, ...retention(settings), ...magneticWrites(settings),
    ...(partitionKey && { Schema: schema(partitionKey) }),
  };
  return step(() => `create ${name}: ${text(settings)}`, (model) => !model.tables.has(name), async (model, { call }) => {
    expect(await call('CreateTable', input)).toMatchObject({ status: 200, body: { Table: { TableName: name, TableStatus: 'ACTIVE', ...retention(settings) } } });
    model.tables.set(name, new ModelTable(settings));
  });
}

export function updateTable(name: string, change: Partial<Omit<TableSettings, 'partitionKey'>>): Step {
  const input = { DatabaseName: databaseName, TableName: name };
  return step(() => `update ${name}: ${text(change)}`, withTable(name), async (model, { call }) => {
    const table = model.tables.get(name)!;
    const after = { ...table.settings, ...change };
    const members = { ...(change.memoryHours !== undefined && retention(after)), ...(change.takesLate !== undefined && magneticWrites(after)) };
    expect(await call('UpdateTable', { ...input, ...members })).toMatchObject({ status: 200, body: { Table: { ...retention(after), MagneticStoreWriteProperties: { EnableMagneticStoreWrites: after.takesLate } } } });
    table.update(change, model.nowNs);
  });
}

export function requireKey(name: string, isRequired: boolean): Step {
  return step(() => `${isRequired ? 'require' : 'do not require'} the partition key of ${name}`, (model) => model.tables.get(name)?.settings.partitionKey !== undefined, async (model, { call }) => {
    const table = model.tables.get(name)!;
    const partitionKey = { name: table.settings.partitionKey!.name, isRequired };
    expect(await call('UpdateTable', { DatabaseName: databaseName, TableName: name, Schema: schema(partitionKey) })).toMatchObject({ status: 200 });
    table.update({ partitionKey }, model.nowNs);
  });
}

export function deleteTable(name: string): Step {
  return step(() => `delete ${name}`, withTable(name), async (model, { call }) => {
    expect(await call('DeleteTable', { DatabaseName: databaseName, TableName: name })).toMatchObject({ status: 200 });
    model.tables.delete(name);
  });
}

export function advance(ms: number): Step {
  return step(() => `the clock goes on by ${ms / 3_600_000} hours`, always, async (model, subject) => {
    model.advance(ms);
    await subject.control({});
  });
}

export function delay(hours: number): Step {
  return step(() => `late records stay invisible for ${hours} hours`, always, async (model, subject) => {
    model.delayNs = BigInt(hours) * nsPerHour;
    await subject.control({ magneticDelayMs: hours * 3_600_000 });
  });
}

export function moveTiers(): Step {
  return step(() => 'move days to their tiers', always, (_model, subject) => subject.control({ moveTiers: true }));
}

export function restart(how: 'stopped' | 'killed'): Step {
  return step(() => `the server is ${how} and starts again`, always, (model, subject) => {
    // Each run is told anew.
    model.delayNs = 0n;
    return subject.restart(how);
  });
}

function retention({ memoryHours, magneticDays }: TableSettings) {
  return { RetentionProperties: { MemoryStoreRetentionPeriodInHours: memoryHours, MagneticStoreRetentionPeriodInDays: magneticDays } };
}

function magneticWrites({ takesLate }: TableSettings) {
  return { MagneticStoreWriteProperties: { EnableMagneticStoreWrites: takesLate } };
}

function schema({ name, isRequired }: NonNullable<TableSettings['partitionKey']>) {
  return { CompositePartitionKey: [{ Type: 'DIMENSION', Name: name, EnforcementInRecord: isRequired ? 'REQUIRED' : 'OPTIONAL' }] };
}
