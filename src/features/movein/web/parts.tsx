import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { NextSteps, ProcedureBoard } from "#features/manual/web/ProcedurePart.tsx";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { getBoard, getNextSteps } from "../contract.ts";
import { moveInProcedure } from "../rules.ts";
import { text } from "./text.ts";

const mostOnHome = 8;

/** On the first screen: the next steps of move-ins that are the reader's, what has waited longest on top. */
export function MoveInNext({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const found = useQuery(query(getNextSteps, { params: { siteId } })).data;
  if (!found) return null;
  return (
    <NextSteps
      title={t(text.nextTitle)}
      procedure={moveInProcedure}
      rows={found.steps.slice(0, mostOnHome)}
      caseHref={(id) => href(`movein/cases/${id}`)}
      {...(found.count > mostOnHome ? { allHref: href("movein/cases") } : {})}
    />
  );
}

/** On the page of the procedure: how many move-ins stand at each step. */
export function MoveInBoard({ siteId }: { readonly siteId: string }) {
  const href = useHref();
  const board = useSuspenseQuery(query(getBoard, { params: { siteId } })).data;
  return <ProcedureBoard procedure={moveInProcedure} board={board} hrefOf={(step) => href(`movein/cases?step=${step}`)} caseHref={(id) => href(`movein/cases/${id}`)} />;
}
