import { useSuspenseQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { ProcedureBoard } from "#features/manual/web/ProcedurePart.tsx";
import { Page } from "#ui/Page.tsx";
import { getBoard } from "../contract.ts";
import { moveOutProcedure } from "../rules.ts";
import { text } from "./text.ts";

/** The procedure of a move-out, and how many cases stand where. Manual 2.1.3. */
export function BoardScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const board = useSuspenseQuery(query(getBoard, { params: { siteId } })).data;
  return (
    <Page title={t(text.board)} crumbs={[{ label: t(text.cases), href: href("moveout/cases") }, { label: t(text.board) }]}>
      <ProcedureBoard procedure={moveOutProcedure} board={board} hrefOf={(step) => href(`moveout/cases?step=${step}`)} caseHref={(caseId) => href(`moveout/cases/${caseId}`)} />
    </Page>
  );
}
