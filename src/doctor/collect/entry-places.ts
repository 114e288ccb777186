import type { Discovery } from "../../clients/discovery.ts";
import type { WrittenEntry } from "../../clients/reading/entry.ts";
import { type ConfigNode, memberOf, membersOf, type Position } from "../../formats/node.ts";
import type { ConfigFormat } from "../../formats/read.ts";
import type { ServerEntry } from "../../model/server.ts";
import type { Place } from "../facts.ts";
import type { FileTexts } from "./file-texts.ts";

/** Where the parts of one entry stand in its file. */
export class EntryPlaces {
  readonly written: WrittenEntry;
  readonly #entry: ServerEntry;
  readonly #texts: FileTexts;
  readonly #format: ConfigFormat | null;

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
  }

  at({ line, column }: Position): Place {
    const { file } = this.#entry.source;
    const excerpt =
      this.#format === null ? null : this.#texts.excerpt(file, this.#format, { line, column });
    return { location: { file, line, column }, excerpt };
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
    const { shape } = this.written;
    const line = this.#value(shape.command);
    const own = this.#value(shape.args);
    const items = [
      ...(line?.type === "array" ? line.items.slice(1) : []),
      ...(own?.type === "array" ? own.items : []),
    ];
    const node = items[index];
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

  get url(): Place {
    const name = this.written.shape.urls.find((one) => this.#value(one)?.type === "string");
    return name === undefined ? this.entry : this.field(name);
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
