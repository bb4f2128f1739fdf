/** The tags of tables.json on every resource of deploy/ that takes them; functions and the API get theirs from the deploy tool. */
import type { Resources, Value } from './cloudformation';

/** Of the types that deploy/ makes; each takes a list of keys and values as `Tags`. */
const typesWithTags: ReadonlySet<string> = new Set([
  'AWS::IAM::Role',
  'AWS::IoT::TopicRule',
  'AWS::Kinesis::Stream',
  'AWS::Lambda::EventSourceMapping',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
  'AWS::Timestream::Database',
  'AWS::Timestream::Table',
]);

export function tagged(resources: Resources, tags: Readonly<Record<string, string>>): Resources {
  const properties = tagProperties(tags);
  return Object.fromEntries(Object.entries(resources).map(([id, resource]) => [
    id,
    typesWithTags.has(resource.Type) ? { ...resource, Properties: { ...resource.Properties, ...properties } } : resource,
  ]));
}

/** @returns nothing for no tags, so that a template without them does not speak of them */
export function tagProperties(tags: Readonly<Record<string, string>>): Readonly<Record<string, Value>> {
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return list.length === 0 ? {} : { Tags: list };
}
