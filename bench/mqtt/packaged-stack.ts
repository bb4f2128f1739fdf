/** The whole stack as `npm start` runs it, its sources going through the stream, and how many readings its table holds. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { QueryCommand, TimestreamQueryClient, ValidationException } from '@aws-sdk/client-timestream-query';
import { packageService } from '../../local/start/package-service';
import { Child } from './child';

const root = resolve(__dirname, '../..');
const table = '"IoTMetrics"."SensorReadings"';

export class PackagedStack {
  private constructor(
    private readonly child: Child,
    private readonly client: TimestreamQueryClient,
    readonly mqttPort: string,
  ) {}

  /** @param folder for the package and the data */
  static async start(folder: string): Promise<PackagedStack> {
    const packageFolder = join(folder, 'package');
    const tables = join(folder, 'tables.json');
    mkdirSync(packageFolder);
    writeFileSync(tables, readFileSync(join(root, 'tables.json'), 'utf8').replace('"topic": "sensors/+/telemetry"', '"topic": "sensors/+/telemetry", "via": "stream"'));
    await packageService({ root, folder: packageFolder, tables, signal: new AbortController().signal, log: () => undefined });
    const ports = ['http', 'mqtt', 'timestream', 'kinesis', 's3'].flatMap((part) => [`--${part}-port`, '0']);
    const child = Child.run('npm', ['start', '--', '--packaged', packageFolder, '--data', join(folder, 'data'), '--no-simulate', ...ports]);
    const [, mqttPort = '', timestream = ''] = await child.says(/^ready .*mqtt=mqtt:\/\/\S+:(\d+) timestream=(\S+)/m);
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    return new PackagedStack(child, new TimestreamQueryClient({ endpoint: timestream, region: 'us-east-1', credentials }), mqttPort);
  }

  /** By SQL, as anybody would ask. */
  async readings(): Promise<number> {
    try {
      const { Rows } = await this.client.send(new QueryCommand({ QueryString: `SELECT count(temperature) FROM ${table}` }));
      return Number(Rows?.[0]?.Data?.[0]?.ScalarValue);
    } catch (error) {
      // Before the first reading the table has no such column.
      if (error instanceof ValidationException && error.message.includes('temperature')) return 0;
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.child.stop();
  }
}
