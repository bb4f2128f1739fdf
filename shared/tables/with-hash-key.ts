/** Puts the key of hashed dimensions where decode-dimensions finds it; functions that decode readings do so at their cold start. */
import type { ServiceDefinition } from './definition';

/** @param hashKey what shared/config read: undefined when no dimension is hashed */
export function withHashKey(service: ServiceDefinition, hashKey: string | undefined): ServiceDefinition {
  if (hashKey === undefined) return service;
  return {
    ...service,
    tables: service.tables.map((table) => ({
      ...table,
      dimensions: table.dimensions.map((dimension) => (dimension.hash === undefined ? dimension : { ...dimension, hashKey })),
    })),
  };
}
