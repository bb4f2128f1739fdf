/** The definitions of this service: tables.json as it was when the service was packaged; handed to ingest and queries. */
import tablesJson from '../../tables.json';
import type { ServiceDefinition } from './definition';
import { parseTables } from './parse-tables';

export const service: ServiceDefinition = parseTables(tablesJson);
