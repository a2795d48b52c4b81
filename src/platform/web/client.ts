import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient, type QueryClient, type UseMutationResult } from "@tanstack/react-query";
import type { Endpoint, FileReply, FileUpload, WireOf } from "#kernel/contract.ts";
import { currentLanguage } from "./language.tsx";
import { problemFrom, unreachable, type ProblemError } from "./problem.ts";

type PartOf<Name extends string, Wire> = [Wire] extends [undefined]
  ? { readonly [K in Name]?: undefined }
  : Record<never, never> extends Wire
    ? { readonly [K in Name]?: Wire }
    : { readonly [K in Name]: Wire };

type BodyOf<B> = B extends FileUpload ? File : WireOf<B>;

/** What a request to `E` must carry, as it goes over the wire. */
export type RequestOf<E extends Endpoint> =
  E extends Endpoint<infer P, infer Q, infer B, infer _R, infer _Path> ? PartOf<"params", WireOf<P>> & PartOf<"query", WireOf<Q>> & PartOf<"body", BodyOf<B>> : never;

/** What `E` answers, as it comes over the wire; bytes come as a `Blob`. */
export type ReplyOf<E extends Endpoint> = E extends Endpoint<infer _P, infer _Q, infer _B, infer R, infer _Path> ? (R extends FileReply ? Blob : WireOf<R>) : never;

interface AnyRequest {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** Sends one request and reads its reply; refusals are thrown as `ProblemError`. */
export async function call<E extends Endpoint>(contract: E, request: RequestOf<E>, options: { readonly signal?: AbortSignal } = {}): Promise<ReplyOf<E>> {
  const { body } = request as AnyRequest;
  const response = await fetch(linkTo(contract, request), {
    method: contract.method,
    headers: { "accept-language": currentLanguage(), ...(body !== undefined && !(body instanceof File) ? { "content-type": "application/json" } : {}) },
    ...(body === undefined ? {} : { body: body instanceof File ? formWith(body) : JSON.stringify(body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw unreachable();
  });
  if (!response.ok) throw refused(problemFrom(response.status, await response.text()));
  return (await readReply(contract, response)) as ReplyOf<E>;
}

/** Sends a file, telling how much of it has gone (0 to 1). */
export function upload<E extends Endpoint>(contract: E, request: RequestOf<E>, onProgress: (share: number) => void, signal?: AbortSignal): Promise<ReplyOf<E>> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(contract.method, linkTo(contract, request));
    xhr.setRequestHeader("accept-language", currentLanguage());
    xhr.upload.onprogress = (progress) => onProgress(progress.lengthComputable ? progress.loaded / progress.total : 0);
    xhr.onerror = () => reject(unreachable());
    xhr.onload = () => {
      if (xhr.status >= 300) reject(refused(problemFrom(xhr.status, xhr.responseText)));
      else resolve((xhr.responseText ? JSON.parse(xhr.responseText) : undefined) as ReplyOf<E>);
    };
    signal?.addEventListener("abort", () => xhr.abort());
    xhr.send(formWith((request as AnyRequest).body as File));
  });
}

/** The address of an operation, for links and downloads. */
export function linkTo<E extends Endpoint>(contract: E, request: Omit<RequestOf<E>, "body">): string {
  const { params = {}, query: search = {} } = request as unknown as { readonly params?: Record<string, unknown>; readonly query?: Record<string, unknown> };
  const path = contract.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const given = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === null || value === "" ? [] : (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)]),
  );
  const suffix = given.length > 0 ? `?${new URLSearchParams(given)}` : "";
  return `/api${path}${suffix}`;
}

/** The query for a reading operation; its key begins with the feature, so that live news of the feature finds it. */
export function query<E extends Endpoint>(contract: E, request: RequestOf<E>) {
  return queryOptions({
    queryKey: keyOf(contract, request),
    queryFn: async ({ signal }): Promise<ReplyOf<E>> => call(contract, request, { signal }),
  });
}

type ItemOf<Reply> = Reply extends { readonly items: readonly (infer Item)[] } ? Item : never;

/** The query for a paged list; its data are the items of all pages read so far. */
export function infinite<E extends Endpoint>(contract: E, request: RequestOf<E>) {
  return infiniteQueryOptions({
    queryKey: [...keyOf(contract, request), "pages"],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const { query: search = {} } = request as unknown as { readonly query?: Record<string, unknown> };
      const page = { ...request, query: { ...search, ...(pageParam ? { cursor: pageParam } : {}) } };
      return (await call(contract, page as RequestOf<E>, { signal })) as { readonly items: readonly ItemOf<ReplyOf<E>>[]; readonly next: string | null };
    },
    getNextPageParam: (last) => last.next,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

/**
 * A changing operation. Once it is done, what is shown of its feature is read again (and of the features named in `also`);
 * changes it causes elsewhere come as live news.
 */
export function useCommand<E extends Endpoint>(
  contract: E,
  options: { readonly also?: readonly string[]; readonly onDone?: (reply: ReplyOf<E>, request: RequestOf<E>) => void } = {},
): UseMutationResult<ReplyOf<E>, ProblemError, RequestOf<E>> {
  const client = useQueryClient();
  return useMutation<ReplyOf<E>, ProblemError, RequestOf<E>>({
    mutationFn: async (request) => call(contract, request),
    onSuccess: (reply, request) => {
      for (const feature of [featureOf(contract.path), ...(options.also ?? [])]) void refresh(client, feature);
      options.onDone?.(reply, request);
    },
  });
}

/** Reads again what is shown of a feature, at one site or at all, and forgets what is not shown. */
export const refresh = (client: QueryClient, feature: string, siteId?: string): Promise<void> =>
  client.invalidateQueries({
    predicate: ({ queryKey: [of, _operation, params] }) => {
      const at = (params as { readonly siteId?: string } | null | undefined)?.siteId;
      return of === feature && (siteId === undefined || at === undefined || at === siteId);
    },
  });

/** The feature an operation belongs to: the first segment below its site, or the first segment of all. */
export function featureOf(path: string): string {
  const [first = "", site, below] = path.split("/").filter(Boolean);
  return first === "sites" && site?.startsWith("{") && below ? below : first;
}

/** Saves bytes that an operation answered as a file of the reader. */
export function saveAs(bytes: Blob, name: string): void {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(bytes), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Whoever must know that the session has ended. */
export const signedOut = new EventTarget();

function refused(problem: ProblemError): ProblemError {
  if (problem.status === 401) signedOut.dispatchEvent(new Event("signedOut"));
  return problem;
}

const keyOf = (contract: Endpoint, request: AnyRequest) =>
  [featureOf(contract.path), `${contract.method} ${contract.path}`, request.params ?? null, request.query ?? null] as const;

async function readReply(contract: Endpoint, response: Response): Promise<unknown> {
  if (response.status === 204 || !contract.reply) return undefined;
  return "kind" in contract.reply ? response.blob() : response.json();
}

function formWith(file: File): FormData {
  const form = new FormData();
  form.append("file", file, file.name);
  return form;
}
