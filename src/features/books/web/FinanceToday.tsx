import { lazy } from "react";
import { useMay } from "#platform/web/session.tsx";
import { booksRights } from "../contract/rights.ts";

const FinanceDue = lazy(() => import("./FinanceDue.tsx").then((m) => ({ default: m.FinanceDue })));

/** On the first screen of whoever keeps the books: what must be done today beside bills and receipts, which say so themselves. Nobody else's first load carries it. */
export function FinanceToday({ siteId }: { readonly siteId: string }) {
  return useMay()(booksRights.keep) ? <FinanceDue siteId={siteId} isBesideOthers /> : null;
}
