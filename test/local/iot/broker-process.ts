/** A broker in a process of its own, to be killed: its handler never ends, so every message stays in the journal. */
import { startBroker } from '../../../local/iot/broker';

void startBroker({
  port: 0,
  host: '127.0.0.1',
  folder: process.argv[2] ?? '',
  rules: [{
    name: 'carry',
    sql: "SELECT encode(*, 'base64') AS payload FROM 'sensors/+/telemetry'",
    sqlVersion: '2016-03-23',
    actions: [{ kind: 'lambda', functionArn: 'arn' }],
  }],
  invokeLambda: () => new Promise(() => undefined),
  putObject: () => Promise.resolve(),
  putStreamRecord: () => Promise.resolve(),
  writeRecords: () => Promise.resolve(),
  now: Date.now,
  log: () => undefined,
}).then(({ port }) => process.stdout.write(`${port}\n`));
