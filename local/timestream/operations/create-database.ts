/** CreateDatabase: makes an empty database; its default key is one the service would own. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, required, structure } from '../protocol/shape';
import { databaseOutput } from './database-output';
import { checkKmsKeyId } from './kms-key';
import { kmsKeyId, newName, tags } from './members';
import { tagsFrom } from './tag-rules';

const input = structure({ DatabaseName: required(newName), KmsKeyId: kmsKeyId, Tags: tags });

export const createDatabase: ServerOperation = async (members, context) => {
  const { DatabaseName: name, KmsKeyId, Tags = [] } = parseInput(input, members);
  if (KmsKeyId !== undefined) checkKmsKeyId(KmsKeyId);
  const nowMs = Number(context.nowNs() / 1_000_000n);
  const definition = {
    name,
    // Without a key the service makes one of its own, by this alias.
    kmsKeyId: KmsKeyId ?? `arn:aws:kms:${context.region}:${context.accountId}:alias/aws/timestream`,
    tags: tagsFrom(Tags),
    createdMs: nowMs,
    updatedMs: nowMs,
  };
  await context.store.definitions.createDatabase(definition);
  return { Database: databaseOutput(definition, context) };
};
