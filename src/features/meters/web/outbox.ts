import { useCallback, useEffect, useRef, useState } from "react";
import { call, refresh, type RequestOf } from "#platform/web/client.ts";
import { ProblemError, type WireReason } from "#platform/web/problem.ts";
import { useQueryClient } from "@tanstack/react-query";
import { takeReading } from "../contract.ts";

type NewReading = NonNullable<RequestOf<typeof takeReading>["body"]>;

/** A reading on its way: kept on the phone until the server has answered. A refused one is kept and shown to its author. */
export interface KeptReading {
  readonly body: NewReading;
  readonly refused?: readonly WireReason[];
}

export type Sent = { readonly outcome: "saved" | "kept" } | { readonly outcome: "refused"; readonly error: ProblemError };

const retryEveryMs = 20_000;

/** Readings of a round that this phone holds. The ids are the phone's own, so that one sent twice counts once. */
export function useOutbox(siteId: string, roundId: string, person: string) {
  const key = `towerkeep.readings.${siteId}.${roundId}.${person}`;
  const client = useQueryClient();
  const [kept, setKept] = useState<readonly KeptReading[]>(() => stored(key));
  const latest = useRef(kept);
  const write = useCallback(
    (next: readonly KeptReading[]) => {
      latest.current = next;
      store(key, next);
      setKept(next);
    },
    [key],
  );
  const without = useCallback((id: string) => write(latest.current.filter(({ body }) => body.id !== id)), [write]);

  const send = useCallback(
    async (body: NewReading, isRetry: boolean): Promise<Sent> => {
      try {
        await call(takeReading, { params: { siteId, roundId }, body });
        without(body.id);
        await refresh(client, "meters", siteId);
        return { outcome: "saved" };
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        const isAnswered = error.status >= 400 && error.status < 500 && error.status !== 401 && error.status !== 429;
        if (!isAnswered) return { outcome: "kept" };
        if (isRetry) write(latest.current.map((one) => (one.body.id === body.id ? { ...one, refused: error.reasons } : one)));
        else without(body.id);
        return { outcome: "refused", error };
      }
    },
    [siteId, roundId, client, without, write],
  );

  const submit = useCallback(
    (body: NewReading): Promise<Sent> => {
      write([...latest.current.filter((one) => one.body.meterId !== body.meterId), { body }]);
      return send(body, false);
    },
    [send, write],
  );
  const sendAll = useCallback(async () => {
    for (const { body, refused } of latest.current) if (!refused) await send(body, true);
  }, [send]);

  const isWaiting = kept.some(({ refused }) => !refused);
  useEffect(() => {
    if (!isWaiting) return;
    const again = () => void sendAll();
    const timer = window.setInterval(again, retryEveryMs);
    window.addEventListener("online", again);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener("online", again);
    };
  }, [isWaiting, sendAll]);

  return { kept, submit, sendAll, discard: without };
}

/** What was typed for a meter and not sent yet, so that a closed browser loses nothing. */
export function useDraft<T>(key: string, empty: T): readonly [T, (next: T) => void, () => void] {
  const [draft, setDraft] = useState<T>(() => read<T>(key) ?? empty);
  const change = (next: T) => {
    store(key, next);
    setDraft(next);
  };
  const clear = () => {
    localStorage.removeItem(key);
    setDraft(empty);
  };
  return [draft, change, clear];
}

const stored = (key: string): readonly KeptReading[] => read<readonly KeptReading[]>(key) ?? [];

function read<T>(key: string): T | null {
  const text = localStorage.getItem(key);
  return text === null ? null : (JSON.parse(text) as T);
}

const store = (key: string, value: unknown): void => localStorage.setItem(key, JSON.stringify(value));
