import { useSuspenseQuery } from "@tanstack/react-query";
import { Alert, Progress } from "antd";
import { useState } from "react";
import { query, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { Page } from "#ui/Page.tsx";
import type { siteImports } from "../contract.ts";
import { sayReason } from "../rules.ts";
import { ImportResult } from "./ImportResult.tsx";
import { ImportSteps } from "./ImportSteps.tsx";
import { ImportTag } from "./ImportTag.tsx";
import { MappingStep } from "./MappingStep.tsx";
import { importsAt } from "./place.ts";
import { PreviewStep } from "./PreviewStep.tsx";
import "./rentroll.css";
import { text } from "./text.ts";

export type ImportItem = ReplyOf<typeof siteImports.get>;

const steps = { draft: 1, previewing: 2, previewed: 2, running: 3, done: 3, failed: 1, undoing: 3, undone: 3 } as const;
const busy = new Set(["previewing", "running", "undoing"]);
const askAgainMs = 1_000;

/** One import, at the step it has come to. */
export function ImportScreen({ siteId, importId }: { readonly siteId?: string; readonly importId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { contract, here } = importsAt(siteId);
  const params = { ...here, importId };
  const item = useSuspenseQuery({
    ...query(contract.get, { params }),
    refetchInterval: ({ state }) => (state.data && busy.has(state.data.status) ? askAgainMs : false),
  }).data;
  const [isMapping, setMapping] = useState(false);
  const showsMapping = item.status === "draft" || item.status === "failed" || (item.status === "previewed" && isMapping);
  return (
    <Page
      title={item.fileName}
      mark={<ImportTag status={item.status} />}
      lead={`${item.createdBy} · ${format.moment(item.createdAt)}`}
      crumbs={[{ label: t(siteId ? text.imports : text.companyImports), href: href("rentroll/imports") }, { label: item.fileName }]}
    >
      <ImportSteps current={showsMapping ? 1 : steps[item.status]} isFailed={item.status === "failed"} />
      {item.status === "failed" && <Problems title={t(text.failedTitle)} list={(item.problems ?? []).map((problem) => sayReason(problem, language))} />}
      {item.status === "done" && item.problems && <Problems title={t(text.notUndone)} list={item.problems.map((problem) => sayReason(problem, language))} />}
      {showsMapping && <MappingStep siteId={siteId} item={item} onDone={() => setMapping(false)} />}
      {busy.has(item.status) && <Working item={item} />}
      {item.status === "previewed" && !showsMapping && <PreviewStep siteId={siteId} item={item} onChangeMapping={() => setMapping(true)} />}
      {(item.status === "done" || item.status === "undone") && <ImportResult siteId={siteId} item={item} />}
    </Page>
  );
}

function Problems({ title, list }: { readonly title: string; readonly list: readonly string[] }) {
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={title}
      description={
        <ul className="rentroll-reasons">
          {list.map((sentence, index) => (
            <li key={index}>{sentence}</li>
          ))}
        </ul>
      }
    />
  );
}

function Working({ item: { status, progress } }: { readonly item: ImportItem }) {
  const { t } = useLanguage();
  const format = useFormat();
  const percent = progress.all > 0 ? Math.floor((100 * progress.done) / progress.all) : 0;
  const isWriting = status === "running" && progress.all > 0;
  const sentence = isWriting ? t(text.writing, { done: format.number(progress.done), all: format.number(progress.all) }) : t(status === "undoing" ? text.undoingNow : text.working);
  return (
    <div className="rentroll-working" role="status">
      <p>{sentence}</p>
      <Progress percent={isWriting ? percent : 100} status="active" showInfo={isWriting} aria-label={sentence} />
      <p className="rentroll-hint">{t(text.leave)}</p>
    </div>
  );
}
