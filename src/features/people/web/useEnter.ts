import { useQueryClient } from "@tanstack/react-query";
import { useContext } from "react";
import type { ReplyOf } from "#platform/web/client.ts";
import { BaseContext, useGo } from "#platform/web/navigation.tsx";
import { isTenantOnly, sessionQuery } from "#platform/web/session.tsx";
import type { getSession } from "../contract.ts";

/** Goes on as the person who just signed in: to where they wanted to go, else home. A tenant's contact goes to the tenants' app. */
export function useEnter(): (session: ReplyOf<typeof getSession>) => void {
  const client = useQueryClient();
  const go = useGo();
  const base = useContext(BaseContext);
  return (session) => {
    if (base === "" && isTenantOnly(session)) return void location.replace("/portal/");
    client.setQueryData(sessionQuery.queryKey, session);
    const next = new URLSearchParams(location.search).get("next");
    // only ever to an address of this app
    go(next !== null && /^\/(?![/\\])/.test(next) ? next : `${base}/`, { replace: true });
  };
}
