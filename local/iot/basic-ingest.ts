/** Topics that lead to one rule and to no subscriber: https://docs.aws.amazon.com/iot/latest/developerguide/iot-basic-ingest.html */

const prefix = '$aws/rules/';

/** What a topic of Basic Ingest names: the rule, and the topic that the rule sees. */
export interface Destination {
  readonly rule?: string;
  readonly topic: string;
}

/** Every other topic is its own. */
export function destinationOf(topic: string): Destination {
  if (!isBasicIngest(topic)) return { topic };
  const [rule = '', ...levels] = topic.slice(prefix.length).split('/');
  return { rule, topic: levels.join('/') };
}

export function isBasicIngest(topic: string): boolean {
  return topic.startsWith(prefix);
}

/** The topic as it was published. */
export function publishedTopic({ rule, topic }: Destination): string {
  if (rule === undefined) return topic;
  return topic === '' ? prefix + rule : `${prefix}${rule}/${topic}`;
}
