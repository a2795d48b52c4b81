import path from "node:path";
import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { pagePictures } from "./pictures.ts";

// Sets documents, one after the other, away from the thread that answers requests.

export interface RenderRequest {
  readonly template: string;
  readonly data: string;
  readonly pictures: boolean;
  /** Pictures that the template shows, by the name under `/attached/`. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}
export type RenderReply = { readonly bytes: Uint8Array; readonly marks: readonly unknown[]; readonly pictures: readonly string[] } | { readonly error: string };

/** Templates import each other by paths from here: `/platform/documents/base.typ`. */
const workspace = path.resolve(import.meta.dirname, "../..");
/** Simplified Chinese first; what it lacks, such as 𠮷, is looked for in the Japanese cut of the same design, then among the machine's own fonts. */
const fontFolders = [import.meta.resolve("@expo-google-fonts/noto-sans-sc"), import.meta.resolve("@expo-google-fonts/noto-sans-jp")].map((entry) =>
  path.dirname(fileURLToPath(entry)),
);
const fontPaths = fontFolders.flatMap((folder) => ["400Regular", "700Bold"].map((weight) => path.join(folder, weight)));
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths }] });

/** Renders a template keeps in the compiler's own cache: enough for a batch of one form. */
const cachedRenders = 10;

parentPort?.on("message", (request: RenderRequest) => {
  parentPort?.postMessage(render(request));
  compiler.evictCache(cachedRenders);
});

function render({ template, data, pictures, files }: RenderRequest): RenderReply {
  const attached = Object.entries(files).map(([name, bytes]) => ({ place: path.join(workspace, "attached", name), bytes }));
  try {
    for (const { place, bytes } of attached) compiler.mapShadow(place, Buffer.from(bytes));
    const compiled = compiler.compile({ mainFilePath: template, inputs: { data } });
    if (!compiled.result) {
      const error = compiled.takeError();
      return { error: error ? describe(error.shortDiagnostics) : "no reason given" };
    }
    const marks = compiler.query(compiled.result, { selector: "<mark>", field: "value" }) as unknown[];
    return { bytes: compiler.pdf(compiled.result), marks, pictures: pictures ? pagePictures(compiler.svg(compiled.result)) : [] };
  } catch (error) {
    // An import of what lies outside the workspace fails without a message.
    return { error: (error instanceof Error && error.message) || "the template reads what it may not, or cannot be read itself" };
  } finally {
    for (const { place } of attached) compiler.unmapShadow(place);
  }
}

function describe(diagnostics: readonly unknown[]): string {
  return diagnostics.map((one) => ((one as { message?: string }).message ? (one as { message: string }).message : JSON.stringify(one))).join("; ");
}
