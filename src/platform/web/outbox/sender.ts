import { alone } from "./alone.ts";
import { deliver, type Delivery } from "./deliver.ts";
import { deviceNowMs } from "./deviceClock.ts";
import type { Outbox } from "./outbox.ts";

/** How sending stands in this tab. */
export interface Sending {
  readonly isSending: boolean;
  /** How the last attempt ended; null before the first. */
  readonly last: Delivery | null;
  /** When it is tried again by itself, in milliseconds of this device's clock; null when nothing waits for that. */
  readonly nextAt: number | null;
}

const firstPauseMs = 2_000;
const longestPauseMs = 5 * 60_000;

/** Sends what is laid down whenever there is reason to hope: at once, when the network is back, when the tab is looked at, and later and later in between. */
export class Sender {
  readonly #outbox: Outbox;
  readonly #heard = new Set<() => void>();
  #state: Sending = { isSending: false, last: null, nextAt: null };
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWanted = false;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  start(): void {
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.send());
    this.send();
  }

  state = (): Sending => this.#state;

  listen = (heard: () => void): (() => void) => {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  };

  /** Sends now, or once more after the attempt under way. */
  send = (): void => {
    clearTimeout(this.#timer);
    this.#isWanted = true;
    if (!this.#state.isSending) void this.#run();
  };

  async #run(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false;
      this.#set({ isSending: true, nextAt: null });
      const last = await alone(() => deliver(this.#outbox)).catch((error: unknown): Delivery => {
        reportError(error);
        return { kind: "unreachable" };
      });
      this.#failures = last.kind === "unreachable" ? this.#failures + 1 : 0;
      this.#set({ isSending: false, last });
    }
    if (this.#state.last?.kind !== "unreachable") return;
    const pauseMs = Math.min(firstPauseMs * 2 ** (this.#failures - 1), longestPauseMs);
    this.#timer = setTimeout(this.send, pauseMs);
    this.#set({ nextAt: deviceNowMs() + pauseMs });
    await askForSync();
  }

  #set(changes: Partial<Sending>): void {
    this.#state = { ...this.#state, ...changes };
    for (const heard of this.#heard) heard();
  }
}

/** Where the browser can, it wakes the service worker once the network is back, even if no tab is open any more. */
async function askForSync(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration()) as (ServiceWorkerRegistration & { readonly sync?: { register(tag: string): Promise<void> } }) | undefined;
  await registration?.sync?.register(syncTag).catch(() => {}); // refused by its user: then only open tabs send
}

/** The tag by which the browser wakes the service worker to send. */
export const syncTag = "towerkeep.outbox";
