/** What `npm start` prints once everything answers: addresses, lines to paste, and `ready`; main prints it. */
import type { ExampleMessage } from './example-message';

export interface Addresses {
  readonly http: string;
  readonly mqtt: string;
  readonly timestream: string;
  readonly kinesis: string;
  readonly s3: string;
  readonly lambda: string;
}

/** What `npm run send` takes for granted. */
const defaultMqtt = 'mqtt://127.0.0.1:1883';

/** More rules than these are no help to a reader. */
const maxRules = 5;

/**
 * @param example what the lines to paste say; without it there are none
 * @param rules their names, for devices that publish to a rule directly
 */
export function announcement(addresses: Addresses, example: ExampleMessage | undefined, rules: readonly string[] = []): string[] {
  const { http, mqtt, timestream, kinesis, s3, lambda } = addresses;
  return [
    '',
    `  REST API and page  ${http}`,
    `  MQTT               ${mqtt}`,
    `  Timestream         ${timestream}`,
    `  Kinesis            ${kinesis}`,
    `  S3                 ${s3}`,
    `  Lambda             ${lambda}`,
    ...rules.slice(0, maxRules).map((rule) => `  Basic Ingest       $aws/rules/${rule}/<topic>`),
    ...(rules.length > maxRules ? [`                     and ${rules.length - maxRules} more`] : []),
    '',
    ...(example === undefined ? [] : [...linesToPaste(addresses, example), '']),
    `ready http=${http} mqtt=${mqtt} timestream=${timestream} kinesis=${kinesis} s3=${s3} lambda=${lambda}`,
  ];
}

function linesToPaste({ http, mqtt }: Addresses, { topic, payload, table, measure, dimension }: ExampleMessage): string[] {
  const { hostname, port } = new URL(mqtt);
  const send = mqtt === defaultMqtt ? '' : ` --url ${mqtt}`;
  const by = dimension === undefined ? '' : `&by=${dimension}`;
  return [
    `  publish  mosquitto_pub -h ${hostname.replace(/^\[|\]$/g, '')} -p ${port} -q 1 -t ${quoted(topic)} -m ${quoted(payload)}`,
    `       or  npm run send -- ${quoted(topic)} ${quoted(payload)}${send}`,
    ...(measure === undefined ? [] : [`  read     curl ${quoted(`${http}/v1/tables/${table}/series?select=avg(${measure})&bin=5m&from=-1h${by}`)}`]),
  ];
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
