import { useSuspenseQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { query } from "#platform/web/client.ts";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { whatWeOwe } from "../../contract/portal.ts";

/** Where a contact for fees begins: at what is owed, if anything is; else at the desk. */
export function StartScreen({ siteId }: { readonly siteId: string }) {
  const go = useGo();
  const href = useHref();
  const { total } = useSuspenseQuery(query(whatWeOwe, { params: { siteId } })).data;
  const start = href(total > 0 ? "billing/bills" : "service/cases");
  useEffect(() => go(start, { replace: true }), [go, start]);
  return null;
}
