/** Reads a resource's properties, resolved and of the expected kind, with the path of what is wrong; used by every extraction. */
import { type Json, type JsonObject, isList, isObject } from './json';
import type { Resolver, Resource } from './resolve';
import { TemplateError } from './template-error';

export class Properties {
  constructor(
    private readonly resolver: Resolver,
    private readonly values: JsonObject,
    readonly path: string,
  ) {}

  static of(resource: Resource, resolver: Resolver): Properties {
    return new Properties(resolver, resource.properties, `Resources.${resource.logicalId}.Properties`);
  }

  /** The names of what is given. */
  names(): readonly string[] {
    return Object.keys(this.values);
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.refuse(name, 'is missing');
  }

  optionalText(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : this.refuse(name, 'is not text');
  }

  /** Numbers in quotes count, as CloudFormation has it. */
  optionalNumber(name: string): number | undefined {
    const text = this.optionalText(name);
    if (text === undefined) return undefined;
    const number = Number(text);
    return Number.isNaN(number) || text === '' ? this.refuse(name, 'is not a number') : number;
  }

  number(name: string): number {
    return this.optionalNumber(name) ?? this.refuse(name, 'is missing');
  }

  isTrue(name: string): boolean {
    return this.optionalText(name) === 'true';
  }

  optionalChild(name: string): Properties | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    return isObject(value) ? new Properties(this.resolver, value, this.at(name)) : this.refuse(name, 'is not an object');
  }

  child(name: string): Properties {
    return this.optionalChild(name) ?? this.refuse(name, 'is missing');
  }

  children(name: string): readonly Properties[] {
    const value = this.value(name) ?? [];
    if (!isList(value)) return this.refuse(name, 'is not a list');
    return value.map((item, index) => isObject(item)
      ? new Properties(this.resolver, item, `${this.at(name)}.${index}`)
      : this.refuse(`${name}.${index}`, 'is not an object'));
  }

  /** None where the list is missing. */
  texts(name: string): readonly string[] {
    const value = this.value(name) ?? [];
    if (!isList(value)) return this.refuse(name, 'is not a list');
    return value.map((item, index) => (typeof item === 'string' ? item : this.refuse(`${name}.${index}`, 'is not text')));
  }

  /** @throws TemplateError for what is given beside these names */
  refuseOthers(known: readonly string[]): void {
    const other = this.names().find((name) => !known.includes(name));
    if (other !== undefined) this.refuse(other, 'is not supported');
  }

  /** @throws TemplateError, always: with the path of the property */
  refuse(name: string, problem: string): never {
    throw new TemplateError(this.at(name), problem);
  }

  private value(name: string): Json | undefined {
    const value = this.values[name];
    return value === undefined ? undefined : this.resolver.resolve(value, this.at(name));
  }

  private at(name: string): string {
    return `${this.path}.${name}`;
  }
}
