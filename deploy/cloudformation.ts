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

/** Resources by logical id. */
export type Resources = Readonly<Record<string, Resource>>;

/** Keeps what holds data when its entry is renamed or removed, or the stack is deleted. */
export function retained(resource: Resource): Resource {
  return { ...resource, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
}

/**
 * A logical id made of names. Another name gives another id, so that a rename makes a new resource beside the retained old
 * one and never replaces it. Letters that an id cannot hold are told apart by a hash.
 */
export function logicalId(kind: string, ...names: readonly string[]): string {
  const isPlain = names.every((name) => /^[A-Za-z0-9]+$/.test(name));
  return `${kind}${names.join('').replace(/[^A-Za-z0-9]/g, '')}${isPlain ? '' : shortHash(names.join('/'))}`;
}

export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

export const ref = (id: string): Value => ({ Ref: id });
export const arnOf = (id: string): Value => ({ 'Fn::GetAtt': [id, 'Arn'] });
export const sub = (text: string): Value => ({ 'Fn::Sub': text });

/** The ARN of something in this account and region, named by service and path: `arn('sqs', 'my-queue')`. */
export const arn = (service: string, path: string): Value => sub(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${path}`);

/** Bucket ARNs name neither region nor account. */
export const bucketArn = (bucket: string, keys = ''): Value => sub(`arn:\${AWS::Partition}:s3:::${bucket}${keys}`);
