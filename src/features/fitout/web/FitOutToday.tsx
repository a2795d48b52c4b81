import { lazy } from "react";
import { useMay } from "#platform/web/session.tsx";
import { fitoutRights } from "../contract/rights.ts";

const FitOutNext = lazy(() => import("./FitOutNext.tsx").then((m) => ({ default: m.FitOutNext })));

/** On the first screen of whoever carries fit-outs on: their next steps. Nobody else's first load carries it. */
export function FitOutToday({ siteId }: { readonly siteId: string }) {
  const may = useMay();
  const carries = [fitoutRights.serve, fitoutRights.engineering, fitoutRights.fireSafety, fitoutRights.money, fitoutRights.patrol].some(may);
  return carries ? <FitOutNext siteId={siteId} /> : null;
}
