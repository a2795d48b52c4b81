import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { anItemRow, type ItemRow, ItemRows, itemsFrom } from "#features/handover/web/CardsPart.tsx";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { issueKeys, moveinRights } from "../../contract.ts";
import { text } from "../text.ts";
import { SignedByDrawer } from "./SignedByDrawer.tsx";
import type { ActProps } from "./StepAct.tsx";

/** Hands out the first cards and keys. It may be tried while the gate is shut: the refusal names every reason. */
export function KeysAct({ siteId, view }: ActProps) {
  const { t } = useLanguage();
  const may = useMay();
  const [batchId, setBatchId] = useState<string | null>(null);
  const close = () => setBatchId(null);
  const issue = useCommand(issueKeys, { onDone: close, also: ["handover", "documents"] });
  const { id: caseId, tenantId } = view.case;
  const { state } = view.standing.steps.find(({ id }) => id === "keys")!;
  if (state === "done" || !may(moveinRights.handle)) return null;
  return (
    <>
      {view.batchIds.length > 0 && <span>{t(text.waitsForInk)}</span>}
      <Button {...(state === "ready" && view.batchIds.length === 0 ? { type: "primary" as const } : {})} onPress={() => setBatchId(newId())}>
        {t(text.issueKeys)}
      </Button>
      {batchId && (
        <SignedByDrawer<{ items: ItemRow[] }>
          title={t(text.issueKeys)}
          siteId={siteId}
          tenantId={tenantId}
          width={760}
          initial={{ items: [anItemRow] }}
          onClose={close}
          onSubmit={({ items, ...by }) => issue.mutate({ params: { siteId, caseId }, body: { ...by, batchId, items: itemsFrom(items) } })}
          isPending={issue.isPending}
          error={issue.error}
          submit={text.issueKeys}
        >
          <p>{t(text.keysHint)}</p>
          <ItemRows siteId={siteId} />
        </SignedByDrawer>
      )}
    </>
  );
}
