/** The name of the database in each stage; deploy/ makes the database under it and sets it as TIMESTREAM_DATABASE. */
import type { ServiceDefinition } from './definition';

/** A deployed database carries the stage, unless tables.json pins its name. */
export function databaseName({ service, database }: ServiceDefinition, stage: string): string {
  return stage === 'local' ? database.local : database.pinned ?? `${service}-${stage}`;
}
