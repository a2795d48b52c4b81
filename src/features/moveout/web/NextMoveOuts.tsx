import { useQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { NextSteps } from "#features/manual/web/ProcedurePart.tsx";
import { listNextSteps, moveOutRights } from "../contract.ts";
import { moveOutProcedure } from "../rules.ts";
import { text } from "./text.ts";

const atHome = 6;

/** On the home screen: the steps of running move-outs that are the reader's, each leading to the very act. */
export function NextMoveOuts({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const may = useMay();
  const { data } = useQuery({ ...query(listNextSteps, { params: { siteId } }), enabled: may(moveOutRights.read) });
  if (!data) return null;
  return (
    <NextSteps
      title={t(text.today)}
      procedure={moveOutProcedure}
      rows={data.items.slice(0, atHome)}
      caseHref={(caseId) => href(`moveout/cases/${caseId}`)}
      {...(data.items.length > atHome ? { allHref: href("moveout/cases") } : {})}
    />
  );
}
