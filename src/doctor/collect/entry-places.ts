import type { Discovery } from "../../clients/discovery.ts";
import type { WrittenEntry } from "../../clients/reading/entry.ts";
import {
  type ConfigNode,
  type Member,
  memberOf,
  membersOf,
  type Position,
} from "../../formats/node.ts";
import type { ConfigFormat } from "../../formats/read.ts";
import type { Excerpt } from "../../model/diagnosis.ts";
import type { ServerEntry } from "../../model/server.ts";
import type { Place } from "../facts.ts";
import type { FileTexts } from "./file-texts.ts";

/** Where the parts of one entry stand in its file. */
export class EntryPlaces {
  readonly written: WrittenEntry;
  readonly #entry: ServerEntry;
  readonly #texts: FileTexts;
  readonly #format: ConfigFormat | null;
  readonly #arguments: readonly ConfigNode[];

  constructor(
    entry: ServerEntry,
    written: WrittenEntry,
    { readings }: Discovery,
    texts: FileTexts,
  ) {
    this.written = written;
    this.#entry = entry;
    this.#texts = texts;
    const own = readings.find(
      ({ file, client }) => file === entry.source.file && client === entry.client,
    );
    this.#format = own?.format ?? null;
    const { shape } = written;
    const line = this.#value(shape.command);
    const args = this.#value(shape.args);
    this.#arguments = [
      ...(line?.type === "array" ? line.items.slice(1) : []),
      ...(args?.type === "array" ? args.items : []),
    ];
  }

  at({ line, column }: Position): Place {
    const { file } = this.#entry.source;
    const [texts, format] = [this.#texts, this.#format];
    return {
      location: { file, line, column },
      // Most places are never shown, and an entry can have very many.
      get excerpt(): Excerpt | null {
        return format === null ? null : texts.excerpt(file, format, { line, column });
      },
    };
  }

  /** The whole file. */
  get root(): ConfigNode | null {
    return this.#format === null ? null : this.#texts.root(this.#entry.source.file, this.#format);
  }

  get entry(): Place {
    return this.at(this.#entry.source);
  }

  get command(): Place {
    const node = this.#value(this.written.shape.command);
    return node === null
      ? this.entry
      : this.at(node.type === "array" ? (node.items[0] ?? node) : node);
  }

  /** The argument of that number, from 0. */
  argument(index: number): Place {
    const node = this.#arguments[index];
    return node === undefined ? this.entry : this.at(node);
  }

  variable(name: string): Place {
    const member = memberOf(this.#value(this.written.shape.env), name);
    return member === null ? this.entry : this.at(member.value);
  }

  /** The headers of a remote entry, with their values: never print, log or store those. */
  get headers(): readonly {
    readonly name: string;
    readonly value: string;
    readonly place: Place;
  }[] {
    return this.written.shape.headers.flatMap((path) => {
      const object = path.reduce<ConfigNode | null>(
        (node, key) => memberOf(node, key)?.value ?? null,
        this.#inner(),
      );
      return membersOf(object).flatMap(({ key, value }) =>
        value.type === "string" ? [{ name: key, value: value.value, place: this.at(value) }] : [],
      );
    });
  }

  /** The members that are not read as command, arguments, variables, headers or address. */
  get others(): readonly Member[] {
    const { node, shape } = this.written;
    const isRead = ({ key, value }: Member): boolean =>
      (key === shape.command && value.type === "string") ||
      ([shape.args, shape.command].includes(key) && value.type === "array") ||
      (key === shape.env && value.type === "object") ||
      (shape.urls.includes(key) && value.type === "string") ||
      shape.headers.some(([first, second]) => key === first && second === undefined) ||
      (key === shape.inside && value.type === "object");
    const inner = this.#inner();
    return [node, ...(inner === node ? [] : [inner])]
      .flatMap(membersOf)
      .filter((one) => !isRead(one));
  }

  get url(): Place {
    const name = this.written.shape.urls.find((one) => this.#value(one)?.type === "string");
    return name === undefined ? this.entry : this.field(name);
  }

  /** Whether its client has a member of that name; where its members are not documented, all of them. */
  has(name: string): boolean {
    const { others } = this.written.shape;
    return others === null || others.includes(name);
  }

  /** A member by its name. */
  field(name: string): Place {
    const node = this.#value(name);
    return node === null ? this.entry : this.at(node);
  }

  #value(name: string): ConfigNode | null {
    return memberOf(this.#inner(), name)?.value ?? null;
  }

  #inner(): ConfigNode {
    const { node, shape } = this.written;
    const inner = shape.inside === null ? null : (memberOf(node, shape.inside)?.value ?? null);
    return inner?.type === "object" ? inner : node;
  }
}
