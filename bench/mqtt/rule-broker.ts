/** The local broker with its journal and the carrying rule into a stream, and nobody who reads the stream. */
import { join } from 'node:path';
import { startBroker } from '../../local/iot/broker';
import { startKinesis } from '../../local/kinesis/server';

const unused = (): Promise<never> => Promise.reject(new Error('the rule has no such action'));

async function main(folder: string): Promise<void> {
  const kinesis = await startKinesis({ folder: join(folder, 'kinesis') });
  await kinesis.streams.create({ name: 'readings', shardCount: 1 });
  const { port } = await startBroker({
    port: 0,
    host: '127.0.0.1',
    folder: join(folder, 'iot'),
    rules: [{
      name: 'carry',
      sql: "SELECT encode(*, 'base64') AS payload, topic() AS topic, clientid() AS clientId, timestamp() AS receivedAt FROM 'sensors/+/telemetry'",
      sqlVersion: '2016-03-23',
      actions: [{ kind: 'kinesis', streamName: 'readings', partitionKey: '${topic()}' }],
    }],
    putStreamRecord: (streamName, partitionKey, data) => kinesis.put(streamName, partitionKey, data),
    invokeLambda: unused,
    putObject: unused,
    writeRecords: unused,
    now: Date.now,
    log: (event, fields) => { process.stderr.write(`${event} ${JSON.stringify(fields)}\n`); },
  });
  process.stdout.write(`mqtt=mqtt://127.0.0.1:${port} \n`);
}

void main(process.argv[2] ?? '');
