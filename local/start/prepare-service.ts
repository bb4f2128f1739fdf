/** Makes or takes a package and resolves its template, ready to be put to work; stack does it at the start and when tables.json is saved. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PackagedService } from '../template/packaged-service';
import { readPackagedService } from '../template/read-packaged-service';
import { bucketOf } from './bucket-writer';
import { packageService, packagedTables } from './package-service';

export interface PrepareOptions {
  readonly root: string;
  readonly tables: string;
  /** Where package folders are made. */
  readonly folder: string;
  /** Stops the packaging. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

export interface PreparedService {
  readonly service: PackagedService;
  /** The content of the tables file it was made from, whatever has been saved since; undefined for a package that came without. */
  readonly tables: unknown;
  /** Deletes the package; functions that run have unpacked theirs. A package that was only taken stays. */
  remove(): void;
}

/**
 * Packages the service into a folder of its own: the one before may still be in use.
 * @throws PackagingError with what the tool printed, TemplateError, or Error naming what is not supported locally; nothing is left then
 */
export async function prepareService({ root, tables, folder, signal, log }: PrepareOptions): Promise<PreparedService> {
  mkdirSync(folder, { recursive: true });
  const target = mkdtempSync(join(folder, 'service-'));
  const remove = (): void => { rmSync(target, { recursive: true, force: true }); };
  try {
    await packageService({ root, tables, folder: target, signal, log });
    return { service: checked(readPackagedService(target)), tables: readJson(join(target, packagedTables)), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * Takes a folder that is packaged already.
 * @param tables the tables file to take with it, when there is one
 */
export async function takePackaged(folder: string, tables: string): Promise<PreparedService> {
  return { service: checked(readPackagedService(folder)), tables: existsSync(tables) ? readJson(tables) : undefined, remove: () => undefined };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function checked(service: PackagedService): PackagedService {
  for (const { asynchronous: { onFailure } } of service.functions) {
    if (onFailure !== undefined) bucketOf(onFailure);
  }
  for (const { onFailure } of service.eventSourceMappings) {
    if (onFailure !== undefined) bucketOf(onFailure);
  }
  return service;
}
