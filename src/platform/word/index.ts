import type Docxtemplater from "docxtemplater";

/** Something wrong with a Word template: a tag with a brace too few, a loop that does not end, or a file that is none. */
export interface WordFault {
  readonly kind: "tag" | "loop" | "unreadable";
  /** As it stands in the template. */
  readonly tag: string;
}

export class WordError extends Error {
  readonly faults: readonly WordFault[];
  constructor(faults: readonly WordFault[]) {
    super(faults.map(({ kind, tag }) => `${kind} ${tag}`).join("; "));
    this.name = "WordError";
    this.faults = faults;
  }
}

/**
 * Fills a Word template: `{tenant.name}` is a field, `{#units}…{/units}` repeats a row of a table or a paragraph for each item. Nothing in a
 * template is run. A field that `data` lacks stays empty. Throws `WordError`.
 */
export async function fillWord(template: Uint8Array, data: object): Promise<Uint8Array> {
  const opened = await open(template);
  try {
    opened.render(data);
  } catch (error) {
    throw new WordError(faultsOf(error));
  }
  return opened.getZip().generate({ type: "uint8array", compression: "DEFLATE" });
}

/** The fields a template asks for, those inside a loop as `units[].place`. Throws `WordError`. */
export async function fieldsOfWord(template: Uint8Array): Promise<string[]> {
  // Loaded when a template is at hand: most processes never see one.
  const { default: InspectModule } = await import("docxtemplater/js/inspect-module.js");
  const inspector = new InspectModule();
  await open(template, [inspector]);
  return [...new Set(paths(inspector.getAllTags()))].sort();
}

async function open(template: Uint8Array, modules: readonly object[] = []): Promise<Docxtemplater> {
  const [{ default: PizZip }, { default: Template }] = await Promise.all([import("pizzip"), import("docxtemplater")]);
  try {
    return new Template(new PizZip(template), { paragraphLoop: true, linebreaks: true, parser, nullGetter: () => "", modules, errorLogging: false });
  } catch (error) {
    throw new WordError(faultsOf(error));
  }
}

/** A tag is a path; what the innermost item lacks is looked for around it. */
function parser(tag: string) {
  const path = tag.trim().split(".");
  return {
    get(scope: unknown, { scopeList }: { readonly scopeList: readonly unknown[] }): unknown {
      if (tag.trim() === ".") return scope;
      const found = scopeList.toReversed().find((around) => isRecord(around) && path[0] !== undefined && Object.hasOwn(around, path[0]));
      return path.reduce<unknown>((value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined), found);
    },
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;

function paths(tags: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(tags).flatMap(([name, inside]) => {
    const below = isRecord(inside) ? paths(inside) : [];
    return below.length > 0 ? below.map((path) => `${name}[].${path}`) : [name];
  });
}

function faultsOf(error: unknown): WordFault[] {
  const { properties } = error as { readonly properties?: { readonly errors?: readonly unknown[] } };
  const each = properties?.errors ?? [error];
  return each.map((one) => {
    const { id = "", xtag = "" } = (one as { readonly properties?: { readonly id?: string; readonly xtag?: string } }).properties ?? {};
    if (/loop|closing_tag_does_not_match/.test(id)) return { kind: "loop", tag: String(xtag) };
    return /tag/.test(id) ? { kind: "tag", tag: String(xtag) } : { kind: "unreadable", tag: String(xtag) };
  });
}
