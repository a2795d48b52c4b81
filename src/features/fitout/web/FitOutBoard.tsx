import { useSuspenseQuery } from "@tanstack/react-query";
import { ProcedureBoard } from "#features/manual/web/ProcedurePart.tsx";
import { query } from "#platform/web/client.ts";
import { useHref } from "#platform/web/navigation.tsx";
import { getBoard } from "../contract.ts";
import { fitOutProcedure } from "../rules.ts";

/** On the page of the procedure: how many fit-outs stand at each step, and what each step asks. */
export function FitOutBoard({ siteId }: { readonly siteId: string }) {
  const href = useHref();
  const board = useSuspenseQuery(query(getBoard, { params: { siteId } })).data;
  return <ProcedureBoard procedure={fitOutProcedure} board={board} hrefOf={(step) => href(`fitout/cases?step=${step}`)} caseHref={(caseId) => href(`fitout/cases/${caseId}`)} />;
}
