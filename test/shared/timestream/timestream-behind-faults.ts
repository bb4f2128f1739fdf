/** The local Timestream server with faults in front of its write API, one for each request until they are used up: it heals. */
import { CreateDatabaseCommand, CreateTableCommand, RejectedRecordsException, TimestreamWriteClient, WriteRecordsCommand, type WriteRecordsRequest } from '@aws-sdk/client-timestream-write';
import { startTimestream } from '../../../local/timestream/server';
import { accepted, fault, startFaultyWriteService, type Answer } from './faulty-write-service';

/** `lost`: the service stores the records, and its answer does not arrive. */
export type WriteFault = 'denied' | 'throttled' | 'unavailable' | 'lost';

export interface TimestreamBehindFaults {
  readonly writeEndpoint: string;
  readonly queryEndpoint: string;
  /** What the next write requests meet, retries of the client included. */
  meet(faults: readonly WriteFault[]): void;
  close(): Promise<void>;
}

/** Starts it with one empty table; the environment must name a region and credentials. */
export async function startTimestreamBehindFaults(DatabaseName: string, TableName: string): Promise<TimestreamBehindFaults> {
  const timestream = await startTimestream({ data: ':memory:' });
  const front = await startFaultyWriteService();
  const client = new TimestreamWriteClient({ endpoint: timestream.endpoint });
  await client.send(new CreateDatabaseCommand({ DatabaseName }));
  await client.send(new CreateTableCommand({ DatabaseName, TableName }));
  return {
    writeEndpoint: front.endpoint,
    queryEndpoint: timestream.endpoint,
    meet(faults) {
      const left = [...faults];
      front.answerWith((request) => answerWith(left.shift(), request, client));
    },
    async close() {
      client.destroy();
      await front.close();
      await timestream.close();
    },
  };
}

async function answerWith(kind: WriteFault | undefined, request: WriteRecordsRequest, client: TimestreamWriteClient): Promise<Answer> {
  switch (kind) {
    case 'denied':
      return fault('AccessDeniedException', 403);
    case 'throttled':
      return fault('ThrottlingException', 429);
    case 'unavailable':
      return fault('InternalServerException', 500);
    case 'lost':
      await answerOfTimestream(request, client);
      return 'drop';
    case undefined:
      return answerOfTimestream(request, client);
  }
}

async function answerOfTimestream(request: WriteRecordsRequest, client: TimestreamWriteClient): Promise<Answer> {
  try {
    await client.send(new WriteRecordsCommand(request));
    return accepted;
  } catch (error) {
    if (!(error instanceof RejectedRecordsException)) throw error;
    return fault(error.name, 419, { RejectedRecords: error.RejectedRecords });
  }
}
