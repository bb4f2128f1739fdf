/** UpdateDatabase: only the encryption key can change. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, required, structure } from '../protocol/shape';
import { databaseOutput } from './database-output';
import { checkKmsKeyId } from './kms-key';
import { existingName, kmsKeyId } from './members';

const input = structure({ DatabaseName: required(existingName), KmsKeyId: required(kmsKeyId) });

export const updateDatabase: ServerOperation = async (members, context) => {
  const { DatabaseName: name, KmsKeyId } = parseInput(input, members);
  checkKmsKeyId(KmsKeyId);
  const updatedMs = Number(context.nowNs() / 1_000_000n);
  const definition = await context.store.definitions.updateDatabase(name, (existing) => (
    existing.kmsKeyId === KmsKeyId ? existing : { ...existing, kmsKeyId: KmsKeyId, updatedMs }));
  return { Database: databaseOutput(definition, context) };
};
