import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { refresh } from "./client.ts";

export type Connection = "connecting" | "live" | "offline";

const ConnectionContext = createContext<Connection>("connecting");

/** Whether news of the site is coming in; when not, what is shown may be old. */
export const useConnection = (): Connection => useContext(ConnectionContext);

interface Change {
  readonly siteId: string;
  readonly topic: string;
}

/** Hears what changes at the person's sites and reads again what is shown of it. After a gap everything shown is read again. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>("connecting");

  useEffect(() => {
    const changed = new Map<string, Change>();
    let source: EventSource | undefined;
    let missed = false;
    let gathering: number | undefined;
    let retrying: number | undefined;

    const gather = (change: Change) => {
      if (change.topic === "*") return void client.invalidateQueries(); // the server itself has missed some
      const [feature = ""] = change.topic.split(".");
      changed.set(`${feature} ${change.siteId}`, { ...change, topic: feature });
      gathering ??= window.setTimeout(() => {
        gathering = undefined;
        for (const { topic, siteId } of changed.values()) void refresh(client, topic, siteId);
        changed.clear();
      }, 150);
    };
    const connect = () => {
      source?.close();
      source = new EventSource("/api/live");
      source.onopen = () => {
        setConnection("live");
        if (missed) void client.invalidateQueries();
        missed = false;
      };
      source.onmessage = ({ data }: MessageEvent<string>) => gather(JSON.parse(data) as Change);
      source.onerror = () => {
        missed = true;
        setConnection("offline");
        // the browser reconnects by itself unless the server refused; then we do, less often
        if (source?.readyState === EventSource.CLOSED) retrying = window.setTimeout(connect, 10_000);
      };
    };
    const lost = () => {
      missed = true;
      setConnection("offline");
    };

    connect();
    window.addEventListener("offline", lost);
    window.addEventListener("online", connect);
    return () => {
      source?.close();
      window.clearTimeout(gathering);
      window.clearTimeout(retrying);
      window.removeEventListener("offline", lost);
      window.removeEventListener("online", connect);
    };
  }, [client]);

  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}
