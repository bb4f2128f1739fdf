/** Reads what `serverless package` left in a folder: the template resolved to plain values, the zips by path; local/start hands them out. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eventSourceMappingsOf } from './event-source-mappings';
import { functionsOf } from './functions';
import { type Json, isObject } from './json';
import { notificationsOf } from './notifications';
import type { PackagedService } from './packaged-service';
import { Resolver } from './resolve';
import { routesOf } from './routes';
import { rulesOf } from './rules';
import { streamsOf } from './streams';
import { tablesOf } from './tables';
import { TemplateError } from './template-error';

/** The deploy tool's own, for the zips that lie in the package folder here; CloudFormation names it. */
const deploymentBucket = 'ServerlessDeploymentBucket';

const templateFile = 'cloudformation-template-update-stack.json';

/**
 * @param folder the package folder
 * @param parameters values for the template's parameters; a default stands in where none is given
 * @throws TemplateError naming the file that cannot be read, or the path of what cannot be resolved or is not supported locally
 */
export function readPackagedService(folder: string, parameters: Readonly<Record<string, string>> = {}): PackagedService {
  const template = readTemplate(join(folder, templateFile));
  return packagedService(template, resolve(folder), parameters);
}

/** The same for a template that is already read; `folder` is where its zips lie. */
export function packagedService(template: Json, folder: string, parameters: Readonly<Record<string, string>> = {}): PackagedService {
  if (!isObject(template) || !isObject(template.Resources)) throw new TemplateError('Resources', 'is missing: this is no CloudFormation template');
  const { Parameters, Conditions, Resources } = template;
  const resolver = new Resolver({
    ...(isObject(Parameters) ? { Parameters } : {}),
    ...(isObject(Conditions) ? { Conditions } : {}),
    Resources,
  }, parameters);
  return {
    functions: functionsOf(resolver, folder),
    routes: routesOf(resolver),
    rules: rulesOf(resolver),
    databases: namesOf(resolver, 'AWS::Timestream::Database'),
    tables: tablesOf(resolver),
    buckets: namesOf(resolver, 'AWS::S3::Bucket').filter((name) => name !== deploymentBucket),
    notifications: notificationsOf(resolver),
    streams: streamsOf(resolver),
    eventSourceMappings: eventSourceMappingsOf(resolver),
  };
}

/** The physical names of resources whose Ref is their name. */
function namesOf(resolver: Resolver, type: string): readonly string[] {
  return resolver.resources(type).map(({ logicalId }) => String(resolver.resolve({ Ref: logicalId }, `Resources.${logicalId}`)));
}

function readTemplate(file: string): Json {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Json; // JSON.parse gives exactly the values of Json
  } catch (error) {
    throw new TemplateError(file, `cannot be read: ${String(error)}`);
  }
}
