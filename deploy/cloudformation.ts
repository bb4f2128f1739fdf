/** The few words of CloudFormation that the other files of this folder are written in. */
import { createHash } from 'node:crypto';

export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

export interface Resource {
  readonly Type: string;
  readonly Properties: { readonly [key: string]: Value };
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: 'Retain';
  readonly UpdateReplacePolicy?: 'Retain';
}

/** What a deployment tells of itself, such as a name that AWS or a hash made. */
export interface Output {
  readonly Description: string;
  readonly Value: Value;
}

/** Resources by logical id. */
export type Resources = Readonly<Record<string, Resource>>;

/** Keeps what holds data when its entry is renamed or removed, or the stack is deleted. */
export function retained(resource: Resource): Resource {
  return { ...resource, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const maxLogicalIdLength = 255;

/**
 * A logical id made of names. Another name gives another id, so that a rename makes a new resource beside the retained old
 * one and never replaces it. The names are there to be read; the hash keeps apart what they cannot: `Abc` + `de` and `Abcd` + `e`.
 */
export function logicalId(kind: string, ...names: readonly string[]): string {
  const hash = shortHash(...names);
  const readable = `${kind}${names.join('').replace(/[^A-Za-z0-9]/g, '')}`;
  return `${readable.slice(0, maxLogicalIdLength - hash.length)}${hash}`;
}

/** Eight hex digits that tell one list of names from another. */
export function shortHash(...names: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 8);
}

/** @throws Error for an id that stands twice: a spread would keep the last resource and lose the other in silence */
export function merged(...parts: readonly Resources[]): Resources {
  const all: Record<string, Resource> = {};
  for (const [id, resource] of parts.flatMap((part) => Object.entries(part))) {
    if (Object.hasOwn(all, id)) throw new Error(`two resources have the logical id ${id}`);
    all[id] = resource;
  }
  return all;
}

export const ref = (id: string): Value => ({ Ref: id });
export const arnOf = (id: string): Value => ({ 'Fn::GetAtt': [id, 'Arn'] });
export const sub = (text: string): Value => ({ 'Fn::Sub': text });

/** The ARN of something in this account and region, named by service and path: `arn('sqs', 'my-queue')`. */
export const arn = (service: string, path: string): Value => sub(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${path}`);

/** Bucket ARNs name neither region nor account. */
export const bucketArn = (bucket: string, keys = ''): Value => sub(`arn:\${AWS::Partition}:s3:::${bucket}${keys}`);

/** For a policy that lets an AWS service in: only when it acts for this account, and not for any other customer of the service. */
export const forThisAccount = { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } } as const;
