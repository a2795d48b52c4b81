import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Alert, Select } from "antd";
import { sayProblem } from "#kernel/problem.ts";
import { yuanText } from "#kernel/money.ts";
import { infinite, linkTo, query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { ProgressBar, Stat, Stats } from "#ui/figures.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { feeItems } from "#features/leasing/rules.ts";
import { billingRights } from "../contract/rights.ts";
import { exportRunNotes, getRun, restartRun, runNotes } from "../contract/runs.ts";
import { sayDifference } from "../rules.ts";
import { RunTag } from "./RunTag.tsx";
import { noteKinds, text } from "./text.ts";
import "./billing.css";

type NoteKind = keyof typeof noteKinds;

/** A run: how far it is, what it billed, whom it could not bill and why, how the month differs from the last. */
export function RunScreen({ siteId, runId }: { readonly siteId: string; readonly runId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const mayIssue = useMay()(billingRights.issue);
  const params = { siteId, runId };
  const run = useSuspenseQuery({ ...query(getRun, { params }), refetchInterval: ({ state }) => (isUnderWay(state.data?.status) ? 2_000 : false) }).data;
  const [{ kind }, setFilters] = useFilters({ kind: "" });
  const filter = kind ? { kind: kind as NoteKind } : {};
  const notes = useInfiniteQuery(infinite(runNotes, { params, query: filter }));
  const restart = useCommand(restartRun);
  const { done, all } = run.progress;
  const say = (reason: { readonly code: string; readonly facts: Record<string, unknown> }) => (reason.code.includes(".") ? sayProblem(reason, language) : t(sayDifference(reason)));
  const money = (amount: number | null) => (amount === null ? "—" : <span className="billing-money">{yuanText(amount)}</span>);
  return (
    <Page
      title={t(text.run, { month: format.month(run.month) })}
      mark={<RunTag status={run.status} />}
      lead={`${run.site} · ${t(run.isDryRun ? text.dryRun : text.real)} · ${run.createdByName} · ${format.moment(run.createdAt)}`}
      crumbs={[{ label: t(text.runs), href: href("billing/runs") }, { label: format.month(run.month) }]}
      actions={
        <>
          {run.bills > 0 && !run.isDryRun && <Link href={href(`billing/bills?runId=${runId}`)}>{t(text.openBills)}</Link>}
          {mayIssue && run.status === "failed" && (
            <Button type="primary" loading={restart.isPending} onPress={() => restart.mutate({ params })}>
              {t(text.restart)}
            </Button>
          )}
        </>
      }
    >
      <ProblemNote error={restart.error} />
      {run.failure && <Alert type="error" showIcon message={sayProblem(run.failure, language)} />}
      {isUnderWay(run.status) && (
        <ProgressBar label={t(text.progress)} {...(all > 0 ? { share: done / all } : {})} detail={t(text.leasesOf, { done: format.number(done), all: format.number(all) })} />
      )}
      <Stats>
        <Stat label={t(text.bills_)} value={format.number(run.bills)} />
        <Stat label={t(text.billedTotal)} value={<span className="billing-figure">{yuanText(run.total)}</span>} />
        <Stat label={t(text.lastMonth)} value={<span className="billing-figure">{yuanText(run.lastMonth)}</span>} />
        <Stat label={t(text.difference)} value={<span className="billing-figure">{yuanText(run.total - run.lastMonth)}</span>} />
        {run.credits > 0 && <Stat label={t(text.corrected)} value={<span className="billing-figure">{yuanText(-run.credited)}</span>} />}
        <Stat label={t(text.errors)} value={format.number(run.errors)} {...(run.errors > 0 ? { tone: "late" as const } : {})} />
        <Stat label={t(text.skipped)} value={format.number(run.skipped)} />
      </Stats>
      <Section title={t(text.notes)}>
        <DataTable
          label={t(text.notes)}
          rows={notes}
          rowKey={({ id }) => id}
          exportHref={linkTo(exportRunNotes, { params, query: filter })}
          rowTone={(note) => (note.kind === "error" ? "late" : undefined)}
          filters={
            <Select
              aria-label={t(text.kind)}
              value={kind}
              style={{ minWidth: 140 }}
              onChange={(chosen: string) => setFilters({ kind: chosen })}
              options={[{ value: "", label: t(text.allNotes) }, ...Object.entries(noteKinds).map(([value, label]) => ({ value, label: t(label) }))]}
            />
          }
          empty={<EmptyTeaching title={t(run.isDryRun ? text.noNotes : text.noNotesOfReal)} />}
          columns={[
            { key: "lease", title: t(text.lease), width: "150px", card: "heading", render: ({ label }) => label || "—" },
            { key: "kind", title: t(text.kind), width: "90px", card: "mark", render: (note) => t(noteKinds[note.kind]) },
            { key: "fee", title: t(text.fee), width: "140px", render: ({ feeItem }) => (feeItem ? t(feeItems[feeItem].name) : "—") },
            { key: "was", title: t(text.was), width: "130px", align: "end", render: ({ was }) => money(was) },
            { key: "will", title: t(text.will), width: "130px", align: "end", render: ({ will }) => money(will) },
            { key: "reasons", title: t(text.reason), render: ({ reasons }) => reasons.map(say).join("；") },
          ]}
        />
      </Section>
    </Page>
  );
}

const isUnderWay = (status: string | undefined): boolean => status === "queued" || status === "running";
