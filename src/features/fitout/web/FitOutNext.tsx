import { useQuery } from "@tanstack/react-query";
import { NextSteps } from "#features/manual/web/ProcedurePart.tsx";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { listNextSteps } from "../contract.ts";
import { fitOutProcedure } from "../rules.ts";
import { text } from "./text.ts";

/** The reader's next steps in fit-outs, what has waited longest first. */
export function FitOutNext({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const rows = useQuery(query(listNextSteps, { params: { siteId } })).data ?? [];
  return (
    <NextSteps title={t(text.todo)} procedure={fitOutProcedure} rows={rows.slice(0, 8)} caseHref={(caseId) => href(`fitout/cases/${caseId}`)} allHref={href("fitout/cases")} />
  );
}
