import { Alert, Radio } from "antd";
import { useState } from "react";
import { useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { Counts } from "./Counts.tsx";
import type { ImportItem } from "./ImportScreen.tsx";
import { importsAt } from "./place.ts";
import { RefusedRows } from "./RefusedRows.tsx";
import { text } from "./text.ts";

type Choice = "goodRows" | "allOrNothing";

/** The third step: what would happen, which rows are kept out and why, and the decision. */
export function PreviewStep({ siteId, item, onChangeMapping }: { readonly siteId: string | undefined; readonly item: ImportItem; readonly onChangeMapping: () => void }) {
  const { t } = useLanguage();
  const format = useFormat();
  const { contract, here } = importsAt(siteId);
  const [choice, setChoice] = useState<Choice>(item.choice ?? "goodRows");
  const run = useCommand(contract.run);
  const { counts } = item;
  if (!counts) return null;
  const good = counts.rows - counts.refused;
  const against = [
    ...(good === 0 ? [{ sentence: t(text.nothing) }] : []),
    ...(choice === "allOrNothing" && counts.refused > 0 ? [{ sentence: t(text.someRefused, { refused: format.number(counts.refused) }) }] : []),
  ];
  const start = (dryRun: boolean) => run.mutate({ params: { ...here, importId: item.id }, body: { choice, dryRun } });
  return (
    <>
      {item.isDryRun && (
        <Alert type="success" showIcon role="status" title={t(text.dryRunPassed, { created: format.number(counts.created), updated: format.number(counts.updated) })} />
      )}
      <Counts counts={counts} title={t(text.written)} />
      {counts.refused > 0 ? <RefusedRows siteId={siteId} item={item} /> : <p>{t(text.allGood)}</p>}
      {counts.refused > 0 && (
        <fieldset className="rentroll-choice">
          <legend>{t(text.choice)}</legend>
          <Radio.Group
            value={choice}
            onChange={({ target }) => setChoice(target.value as Choice)}
            options={[
              { value: "goodRows", label: t(text.goodRows, { count: format.number(good) }) },
              { value: "allOrNothing", label: t(text.allOrNothing) },
            ]}
          />
        </fieldset>
      )}
      <ProblemNote error={run.error} />
      <div className="rentroll-actions">
        <Button onPress={onChangeMapping}>{t(text.changeMapping)}</Button>
        <Button unless={against} loading={run.isPending} title={t(text.dryRunHint)} onPress={() => start(true)}>
          {t(text.dryRun)}
        </Button>
        <Button type="primary" unless={against} loading={run.isPending} keys="mod+Enter" onPress={() => start(false)}>
          {t(text.run)}
        </Button>
      </div>
    </>
  );
}
