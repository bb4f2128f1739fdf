/** The stack's own writing to local Timestream: what rules send there directly; start-service hands it to the broker. */
import { RejectedRecordsException, TimestreamWriteClient, WriteRecordsCommand } from '@aws-sdk/client-timestream-write';
import type { TimestreamRecord } from '../iot/timestream-records';
import { localClient } from './local-client';

export class TimestreamWriter {
  private readonly client: TimestreamWriteClient;

  constructor(endpoint: string) {
    this.client = new TimestreamWriteClient(localClient(endpoint));
  }

  /** One request. @throws Error naming the records that were rejected, with their reasons, or what else the service said */
  async write(DatabaseName: string, TableName: string, records: readonly TimestreamRecord[]): Promise<void> {
    const Records = records.map(({ dimensions, measureName, value, type, time, timeUnit }) => ({
      Dimensions: dimensions.map(({ name, value: dimension }) => ({ Name: name, Value: dimension })),
      MeasureName: measureName,
      MeasureValue: value,
      MeasureValueType: type,
      Time: time,
      TimeUnit: timeUnit,
    }));
    try {
      await this.client.send(new WriteRecordsCommand({ DatabaseName, TableName, Records }));
    } catch (error) {
      if (!(error instanceof RejectedRecordsException)) throw error;
      const reasons = error.RejectedRecords?.map(({ RecordIndex = 0, Reason }) => `${records[RecordIndex]?.measureName}: ${Reason}`) ?? [];
      throw new Error(`${error.message} ${reasons.join('; ')}`, { cause: error });
    }
  }

  close(): void {
    this.client.destroy();
  }
}
