import { cleanupOutdatedCaches, matchPrecache, precache, type PrecacheEntry } from "workbox-precaching";
import { alone } from "#platform/web/outbox/alone.ts";
import { deliver } from "#platform/web/outbox/deliver.ts";
import { Outbox } from "#platform/web/outbox/outbox.ts";
import { syncTag } from "#platform/web/outbox/sender.ts";

// Keeps the app itself on the phone: every file of it, fetched at once when a version is installed. What people see in it and what they
// lay down is kept by the pages (platform/web/outbox); nothing of the API is cached here.

declare const __FILES__: (PrecacheEntry | string)[];

precache(__FILES__);
cleanupOutdatedCaches();

self.addEventListener("fetch", (event) => {
  const { request } = event as FetchEvent;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || !pathname.startsWith("/phone/")) return;
  const name = request.mode === "navigate" ? "/phone/phone.html" : pathname;
  (event as FetchEvent).respondWith(matchPrecache(name).then((kept) => kept ?? fetch(request)));
});

// A new version waits until the person agrees, and then until nothing is being sent.
self.addEventListener("message", (event) => {
  if ((event as MessageEvent).data === takeOver) (event as unknown as WaitingEvent).waitUntil(alone(() => (self as unknown as Worker).skipWaiting()));
});

// Where the browser can: sends once the network is back although no page is open.
self.addEventListener("sync", (event) => {
  if ((event as SyncEvent).tag === syncTag) (event as SyncEvent).waitUntil(sendAll());
});

async function sendAll(): Promise<void> {
  const outbox = await Outbox.open();
  const { kind } = await alone(() => deliver(outbox));
  outbox.close();
  if (kind === "unreachable") throw new Error("Not all was sent"); // so that the browser wakes us again
}

/** What a page says to let the new version take over. */
const takeOver = "takeOver";

// TypeScript knows either pages or workers in one project; these few names are what this file needs of the latter.
interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends WaitingEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface SyncEvent extends WaitingEvent {
  readonly tag: string;
}
interface Worker {
  skipWaiting(): Promise<void>;
}
