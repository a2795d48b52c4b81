import { useSuspenseQuery } from "@tanstack/react-query";
import { query } from "#platform/web/client.ts";
import { getStep } from "../contract.ts";
import { DebtorScreen } from "./DebtorScreen.tsx";

/** A step of collection opens on the page of whoever owes, where it is done. */
export function StepScreen({ siteId, stepId }: { readonly siteId: string; readonly stepId: string }) {
  const { tenantId } = useSuspenseQuery(query(getStep, { params: { siteId, stepId } })).data;
  return <DebtorScreen siteId={siteId} tenantId={tenantId} />;
}
