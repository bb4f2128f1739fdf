/** Makes or takes a package and resolves its template, ready to be put to work; stack does it at the start and when tables.json is saved. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { PackagedService } from '../template/packaged-service';
import { readPackagedService } from '../template/read-packaged-service';
import { bucketOf } from './bucket-writer';
import { packageService } from './package-service';

export interface PrepareOptions {
  readonly root: string;
  readonly tables: string;
  /** Where package folders are made. */
  readonly folder: string;
  /** Stops the packaging. */
  readonly signal: AbortSignal;
}

/**
 * Packages the service into a folder of its own: the one before may still be in use.
 * @throws PackagingError with what the tool printed, TemplateError, or Error naming what is not supported locally
 */
export async function prepareService({ root, tables, folder, signal }: PrepareOptions): Promise<PackagedService> {
  mkdirSync(folder, { recursive: true });
  const target = mkdtempSync(join(folder, 'service-'));
  await packageService({ root, tables, folder: target, signal });
  return checked(readPackagedService(target));
}

/** Takes a folder that is packaged already. */
export async function takePackaged(folder: string): Promise<PackagedService> {
  return checked(readPackagedService(folder));
}

function checked(service: PackagedService): PackagedService {
  for (const { asynchronous: { onFailure } } of service.functions) {
    if (onFailure !== undefined) bucketOf(onFailure);
  }
  return service;
}
