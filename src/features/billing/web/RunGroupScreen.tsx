import { useSuspenseQuery } from "@tanstack/react-query";
import { yuanText } from "#kernel/money.ts";
import { linkTo, query, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { ProgressBar, Stat, Stats } from "#ui/figures.tsx";
import { Page } from "#ui/Page.tsx";
import { exportRunGroup, getRunGroup } from "../contract/runs.ts";
import { RunTag } from "./RunTag.tsx";
import { text } from "./text.ts";
import "./billing.css";

type Group = ReplyOf<typeof getRunGroup>;

/** Runs that were started together: how far all of them are, and what each site comes to against last month. */
export function RunGroupScreen({ groupId }: { readonly groupId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const params = { groupId };
  const { month, isDryRun, runs } = useSuspenseQuery({
    ...query(getRunGroup, { params }),
    refetchInterval: ({ state }) => (state.data?.runs.some(isUnderWay) ? 2_000 : false),
  }).data;
  const sum = (of: (run: Group["runs"][number]) => number) => runs.reduce((all, run) => all + of(run), 0);
  const [done, all] = [sum(({ progress }) => progress.done), sum(({ progress }) => progress.all)];
  const money = (amount: number) => <span className="billing-money">{yuanText(amount)}</span>;
  return (
    <Page
      title={t(text.run, { month: format.month(month) })}
      lead={`${t(isDryRun ? text.dryRun : text.real)} · ${t(text.sitesCount, { count: runs.length })}`}
      crumbs={[{ label: t(text.groupRuns), href: "/billing/runs" }, { label: format.month(month) }]}
    >
      {runs.some(isUnderWay) && (
        <ProgressBar label={t(text.progress)} {...(all > 0 ? { share: done / all } : {})} detail={t(text.leasesOf, { done: format.number(done), all: format.number(all) })} />
      )}
      <Stats>
        <Stat label={t(text.bills_)} value={format.number(sum(({ bills }) => bills))} />
        <Stat label={t(text.billedTotal)} value={<span className="billing-figure">{yuanText(sum(({ total }) => total))}</span>} />
        <Stat label={t(text.lastMonth)} value={<span className="billing-figure">{yuanText(sum(({ lastMonth }) => lastMonth))}</span>} />
        <Stat label={t(text.difference)} value={<span className="billing-figure">{yuanText(sum(({ total, lastMonth }) => total - lastMonth))}</span>} />
        <Stat label={t(text.errors)} value={format.number(sum(({ errors }) => errors))} {...(sum(({ errors }) => errors) > 0 ? { tone: "late" as const } : {})} />
      </Stats>
      <DataTable
        label={t(text.sites)}
        rows={runs}
        rowKey={({ id }) => id}
        href={({ id, siteId }) => `/sites/${siteId}/billing/runs/${id}`}
        exportHref={linkTo(exportRunGroup, { params })}
        columns={[
          { key: "site", title: t(text.sites), card: "heading", render: ({ site }) => site },
          { key: "progress", title: t(text.progress), width: "140px", from: "medium", render: ({ progress }) => t(text.leasesOf, progress) },
          { key: "bills", title: t(text.bills_), width: "90px", align: "end", render: ({ bills }) => format.number(bills) },
          { key: "total", title: t(text.billedTotal), width: "150px", align: "end", render: ({ total }) => money(total) },
          { key: "last", title: t(text.lastMonth), width: "150px", align: "end", from: "medium", render: ({ lastMonth }) => money(lastMonth) },
          { key: "difference", title: t(text.difference), width: "150px", align: "end", render: ({ total, lastMonth }) => money(total - lastMonth) },
          { key: "errors", title: t(text.errors), width: "90px", align: "end", render: ({ errors }) => format.number(errors) },
          { key: "status", title: t(text.state), width: "120px", card: "mark", render: ({ status }) => <RunTag status={status} /> },
        ]}
      />
    </Page>
  );
}

const isUnderWay = ({ status }: Group["runs"][number]): boolean => status === "queued" || status === "running";
