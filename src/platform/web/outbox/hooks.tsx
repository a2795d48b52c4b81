import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useSyncExternalStore, type ReactNode } from "react";
import { useOptionalSession } from "../session.tsx";
import type { ClockOffset, Outbox, OutboxCounts } from "./outbox.ts";
import type { Sender, Sending } from "./sender.ts";

interface Kept {
  readonly outbox: Outbox;
  readonly sender: Sender;
}

const KeptContext = createContext<Kept | null>(null);

/** Gives every screen below what is kept on this device, read again whenever it changes. */
export function OutboxProvider({ outbox, sender, children }: Kept & { readonly children: ReactNode }) {
  const client = useQueryClient();
  useEffect(() => {
    let isGathering = false;
    return outbox.listen(() => {
      if (isGathering) return;
      isGathering = true;
      setTimeout(() => {
        isGathering = false;
        void client.invalidateQueries({ queryKey: ["kept"] });
        void client.invalidateQueries({ queryKey: ["keptBlob"], predicate: ({ state }) => state.data === null });
      }, 20);
    });
  }, [outbox, client]);
  return <KeptContext value={{ outbox, sender }}>{children}</KeptContext>;
}

function useKeptContext(): Kept {
  const kept = useContext(KeptContext);
  if (!kept) throw new Error("Nothing is kept on this device outside OutboxProvider");
  return kept;
}

export const useOutbox = (): Outbox => useKeptContext().outbox;

/** Sends now what waits. */
export const useSendNow = (): (() => void) => useKeptContext().sender.send;

/** How sending stands. */
export function useSending(): Sending {
  const { sender } = useKeptContext();
  return useSyncExternalStore(sender.listen, sender.state);
}

/** Something read from this device; `key` names it, and `read` must read nothing else. */
export function useKept<T>(key: readonly string[], read: (outbox: Outbox) => Promise<T>): T {
  const outbox = useOutbox();
  return useSuspenseQuery({ queryKey: ["kept", ...key], queryFn: () => read(outbox), networkMode: "always", staleTime: Infinity, retry: false }).data;
}

/** A picture kept on this device; null when it is not, undefined while it is looked for. What a hash names never changes. */
export function useKeptBlob(hash: string): Blob | null | undefined {
  const outbox = useOutbox();
  return useQuery({ queryKey: ["keptBlob", hash], queryFn: () => outbox.blob(hash), networkMode: "always", staleTime: Infinity, gcTime: 60_000, retry: false }).data;
}

/** How much of the person at hand is unsent. */
export function useOutboxCounts(): OutboxCounts {
  const person = useOptionalSession()?.person.id ?? null;
  return useKept(["counts", person ?? ""], (outbox) => outbox.counts(person));
}

/** Whether the last thing that was done on this page could not be kept. */
export const useKeepingFailed = (): boolean => useKept(["failed"], async (outbox) => outbox.hasFailed);

/** How far this device's clock is off, where it is more than two minutes; null otherwise. */
export function useClockFault(): ClockOffset | null {
  const clock = useKept(["clock"], (outbox) => outbox.clock());
  return clock && Math.abs(clock.aheadMs) > 120_000 ? clock : null;
}
