import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { RenderReply, RenderRequest } from "./worker.ts";

/** A document that could not be set: a fault of its template, or of data it did not expect. */
export class DocumentError extends Error {
  constructor(template: URL, reason: string) {
    super(`${fileURLToPath(template)}: ${reason}`);
    this.name = "DocumentError";
  }
}

const mostSeconds = 20;
/** The worker holds some 130 MB, so it goes when nobody prints. */
const idleSeconds = 60;

let worker: Worker | undefined;
let lastRender: Promise<unknown> = Promise.resolve();
let retirement: NodeJS.Timeout | undefined;

/**
 * Sets `template` (a `.typ` beside the feature that owns it) with `data`, which it reads by `json(bytes(sys.inputs.data))`: what
 * people typed is only ever text, never markup. The same data gives the same bytes. Throws `DocumentError`, also when it takes too long.
 */
export const renderPdf = async (template: URL, data: object, options: RenderOptions = {}): Promise<Uint8Array> => (await renderMarked(template, data, options)).bytes;

interface RenderOptions {
  readonly seconds?: number;
  /** Draw each page as an SVG too, for phones that show no PDF. */
  readonly pictures?: boolean;
  /** Pictures that the template shows: `image("/attached/<name>")`. Read by nobody else, and gone afterwards. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

export interface Rendered {
  readonly bytes: Uint8Array;
  /** The values of the template's `metadata` labelled `<mark>`, in their order: where on the pages something stands. */
  readonly marks: readonly unknown[];
  /** Each page as an SVG, where they were asked for. */
  readonly pictures: readonly string[];
}

/** As `renderPdf`, with what the template marked. */
export function renderMarked(template: URL, data: object, { seconds = mostSeconds, pictures = false, files = {} }: RenderOptions = {}): Promise<Rendered> {
  const mine = lastRender.then(() => renderNow(template, { template: fileURLToPath(template), data: JSON.stringify(data), pictures, files }, seconds));
  lastRender = mine.catch(() => {});
  return mine;
}

async function renderNow(template: URL, request: RenderRequest, seconds: number): Promise<Rendered> {
  clearTimeout(retirement);
  const reply = await ask(template, request, seconds);
  retirement = setTimeout(retire, idleSeconds * 1000).unref();
  if ("error" in reply) throw new DocumentError(template, reply.error);
  return reply;
}

function ask(template: URL, request: RenderRequest, seconds: number): Promise<RenderReply> {
  worker ??= hire();
  const asked = worker;
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(patience);
      asked.off("message", onReply).off("error", onError);
    };
    const onReply = (reply: RenderReply) => {
      finish();
      resolve(reply);
    };
    const onError = (error: unknown) => {
      finish();
      retire();
      reject(new DocumentError(template, error instanceof Error ? error.message : String(error)));
    };
    const patience = setTimeout(() => onError(`not set within ${seconds} s`), seconds * 1000);
    asked.on("message", onReply).on("error", onError);
    asked.postMessage(request);
  });
}

function hire(): Worker {
  const hired = new Worker(new URL("./worker.ts", import.meta.url));
  hired.unref();
  // An error nobody waits for must not end the process; the next render hires another.
  hired.on("error", () => {}).on("exit", () => void (worker === hired && (worker = undefined)));
  return hired;
}

function retire(): void {
  const retired = worker;
  worker = undefined;
  void retired?.terminate();
}
