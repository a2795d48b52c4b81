import { useSuspenseQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { useHref } from "#platform/web/navigation.tsx";
import { ProcedureBoard } from "#features/manual/web/ProcedurePart.tsx";
import { getBoard } from "../contract.ts";
import { moveOutProcedure } from "../rules.ts";

/** On the page of the procedure: how many move-outs stand at each step. Manual 2.1.3. */
export function MoveOutBoard({ siteId }: { readonly siteId: string }) {
  const href = useHref();
  const board = useSuspenseQuery(query(getBoard, { params: { siteId } })).data;
  return <ProcedureBoard procedure={moveOutProcedure} board={board} hrefOf={(step) => href(`moveout/cases?step=${step}`)} caseHref={(caseId) => href(`moveout/cases/${caseId}`)} />;
}
