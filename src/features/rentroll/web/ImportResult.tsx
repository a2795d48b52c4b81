import { Modal, Result } from "antd";
import { useState } from "react";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { Button } from "#ui/Button.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { Counts } from "./Counts.tsx";
import type { ImportItem } from "./ImportScreen.tsx";
import { importsAt } from "./place.ts";
import { RefusedRows } from "./RefusedRows.tsx";
import { text } from "./text.ts";

/** The last step: what was written, where to see it, and the way back. */
export function ImportResult({ siteId, item }: { readonly siteId: string | undefined; readonly item: ImportItem }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const { contract, here } = importsAt(siteId);
  const [asking, setAsking] = useState(false);
  const undo = useCommand(contract.undo, { also: ["sites", "tenants", "leasing"], onDone: () => setAsking(false) });
  if (item.status === "undone") return <Result status="info" title={t(text.undoneTitle)} subTitle={t(text.undoneText)} extra={<Another />} />;
  return (
    <>
      <div className="rentroll-actions">
        <Button type="primary" onPress={() => go(href(siteId ? "sites/plan" : "sites"))}>
          {t(siteId ? text.openPlan : text.openSites)}
        </Button>
        <Another />
        <Button danger onPress={() => setAsking(true)}>
          {t(text.undo)}
        </Button>
      </div>
      {item.counts && <Counts counts={item.counts} title={t(text.wasWritten)} />}
      {item.counts && item.counts.refused > 0 && <RefusedRows siteId={siteId} item={item} />}
      <Modal
        open={asking}
        title={t(text.undoTitle)}
        okText={t(text.undo)}
        cancelText={t(text.cancel)}
        okButtonProps={{ danger: true, loading: undo.isPending }}
        onOk={() => undo.mutate({ params: { ...here, importId: item.id } })}
        onCancel={() => setAsking(false)}
      >
        <p>{t(text.undoText)}</p>
        <ProblemNote error={undo.error} />
      </Modal>
    </>
  );
}

function Another() {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  return <Button onPress={() => go(href("rentroll/imports/new"))}>{t(text.another)}</Button>;
}
