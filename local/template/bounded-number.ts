/** A number of a resource within the bounds of its service, or its default; streams and event-source-mappings read their settings with it. */
import type { Properties } from './properties';

export interface NumberBounds {
  readonly least: number;
  readonly most: number;
  /** Where the template says nothing. */
  readonly otherwise: number;
}

/** @throws TemplateError for what is no whole number within the bounds */
export function boundedNumber(properties: Properties, name: string, { least, most, otherwise }: NumberBounds): number {
  const value = properties.optionalNumber(name) ?? otherwise;
  return Number.isInteger(value) && value >= least && value <= most ? value : properties.refuse(name, `${value} is not a whole number from ${least} to ${most}`);
}
