/** All 34 operations of the Write and Query APIs by name: the four that both have are one here, which makes 30. */
import { ServiceError, frameworkNamespaces } from '../errors';
import type { ServerOperation } from '../protocol/request-context';
import { cancelQuery } from './cancel-query';
import { createBatchLoadTask } from './create-batch-load-task';
import { createDatabase } from './create-database';
import { createTable } from './create-table';
import { deleteDatabase } from './delete-database';
import { deleteTable } from './delete-table';
import { describeAccountSettings } from './describe-account-settings';
import { describeBatchLoadTask } from './describe-batch-load-task';
import { describeDatabase } from './describe-database';
import { describeEndpoints } from './describe-endpoints';
import { describeTable } from './describe-table';
import { listBatchLoadTasks } from './list-batch-load-tasks';
import { listDatabases } from './list-databases';
import { listTables } from './list-tables';
import { listTagsForResource } from './list-tags-for-resource';
import { prepareQuery } from './prepare-query';
import { query } from './query';
import { resumeBatchLoadTask } from './resume-batch-load-task';
import { tagResource } from './tag-resource';
import { untagResource } from './untag-resource';
import { updateAccountSettings } from './update-account-settings';
import { updateDatabase } from './update-database';
import { updateTable } from './update-table';
import { writeRecords } from './write-records';

const operations: Readonly<Record<string, ServerOperation | 'not yet'>> = {
  CancelQuery: cancelQuery,
  CreateBatchLoadTask: createBatchLoadTask,
  CreateDatabase: createDatabase,
  CreateScheduledQuery: 'not yet',
  CreateTable: createTable,
  DeleteDatabase: deleteDatabase,
  DeleteScheduledQuery: 'not yet',
  DeleteTable: deleteTable,
  DescribeAccountSettings: describeAccountSettings,
  DescribeBatchLoadTask: describeBatchLoadTask,
  DescribeDatabase: describeDatabase,
  DescribeEndpoints: describeEndpoints,
  DescribeScheduledQuery: 'not yet',
  DescribeTable: describeTable,
  ExecuteScheduledQuery: 'not yet',
  ListBatchLoadTasks: listBatchLoadTasks,
  ListDatabases: listDatabases,
  ListScheduledQueries: 'not yet',
  ListTables: listTables,
  ListTagsForResource: listTagsForResource,
  PrepareQuery: prepareQuery,
  Query: query,
  ResumeBatchLoadTask: resumeBatchLoadTask,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAccountSettings: updateAccountSettings,
  UpdateDatabase: updateDatabase,
  UpdateScheduledQuery: 'not yet',
  UpdateTable: updateTable,
  WriteRecords: writeRecords,
};

export const operationNames = Object.keys(operations);

/** @throws ServiceError UnknownOperationException, or ValidationException for one of the API that is not supported yet */
export function findOperation(name: string): ServerOperation {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === 'not yet') throw new ServiceError('ValidationException', `${name} is not supported yet by this server.`);
  if (!operation) throw new ServiceError('UnknownOperationException', `${name} is not an operation of Timestream.`, {}, frameworkNamespaces.protocol);
  return operation;
}
