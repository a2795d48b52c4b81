import { useSuspenseQuery } from "@tanstack/react-query";
import { ProcedureBoard } from "#features/manual/web/ProcedurePart.tsx";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { Page } from "#ui/Page.tsx";
import { getBoard } from "../contract.ts";
import { fitOutProcedure } from "../rules.ts";
import { text } from "./text.ts";

/** The page of the procedure: how many fit-outs stand at each step, and what each step asks. */
export function BoardScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const board = useSuspenseQuery(query(getBoard, { params: { siteId } })).data;
  return (
    <Page title={t(text.board)} lead={t(text.boardLead)}>
      <ProcedureBoard procedure={fitOutProcedure} board={board} hrefOf={(step) => href(`fitout/cases?step=${step}`)} caseHref={(caseId) => href(`fitout/cases/${caseId}`)} />
    </Page>
  );
}
