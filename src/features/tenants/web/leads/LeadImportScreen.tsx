import { useInfiniteQuery, useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { Upload } from "antd";
import { sayProblem } from "#kernel/problem.ts";
import { infinite, linkTo, query, type ReplyOf, upload, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { exportLeadFaults, getLeadImport, leadTemplate, listLeadImports, runLeadImport, undoLeadImport, uploadLeads } from "../../contract/leadImports.ts";
import { tenantsRights } from "../../contract/rights.ts";
import { leadSources } from "../../rules/leads.ts";
import { leadColumns } from "../../rules/leadSheet.ts";
import { importText as text } from "./importText.ts";

type Preview = ReplyOf<typeof getLeadImport>;

/** Leads from a spreadsheet: give the file, look at what each row comes to, take the good ones in; and what was imported before. */
export function LeadImportsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const go = useGo();
  const mayWork = useMay()(tenantsRights.workLeads);
  const imports = useInfiniteQuery(infinite(listLeadImports, { params: { siteId }, query: {} }));
  const send = useMutation({
    mutationFn: (file: File) => upload(uploadLeads, { params: { siteId }, body: file }, () => {}),
    onSuccess: ({ id }) => go(href(`tenants/lead-imports/${id}`)),
  });
  return (
    <Page
      title={t(text.title)}
      lead={t(text.lead)}
      crumbs={[{ label: t(text.leads), href: href("tenants/leads") }, { label: t(text.title) }]}
      actions={
        <a href={linkTo(leadTemplate, { params: { siteId }, query: {} })} download>
          {t(text.template)}
        </a>
      }
    >
      <ProblemNote error={send.error} />
      {mayWork && (
        <Upload.Dragger
          accept=".xlsx,.csv,.txt,.tsv"
          maxCount={1}
          showUploadList={false}
          disabled={send.isPending}
          beforeUpload={(file) => {
            send.mutate(file);
            return false;
          }}
        >
          <p>
            <strong>{t(send.isPending ? text.reading : text.drop)}</strong>
          </p>
          <p className="tk-quiet">{t(text.dropHint)}</p>
        </Upload.Dragger>
      )}
      <Section title={t(text.before)}>
        <DataTable
          label={t(text.before)}
          rows={imports}
          rowKey={({ id }) => id}
          href={({ id }) => href(`tenants/lead-imports/${id}`)}
          empty={<EmptyTeaching title={t(text.none)} />}
          columns={[
            { key: "file", title: t(text.file), card: "heading", render: ({ fileName }) => fileName },
            { key: "good", title: t(text.good), width: "110px", align: "end", render: ({ good }) => format.number(good) },
            { key: "refused", title: t(text.refused), width: "110px", align: "end", render: ({ refused }) => format.number(refused) },
            { key: "by", title: t(text.by), width: "240px", from: "medium", render: ({ madeByName, madeAt }) => `${madeByName} · ${format.moment(madeAt)}` },
            { key: "state", title: t(text.state), width: "120px", card: "mark", render: ({ state }) => <ImportTag state={state} /> },
          ]}
        />
      </Section>
    </Page>
  );
}

function ImportTag({ state }: Pick<Preview, "state">) {
  const { t } = useLanguage();
  return <StatusTag tone={state === "done" ? "good" : state === "previewed" ? "open" : "quiet"}>{t(text[state])}</StatusTag>;
}

/** One import: the rows that are good, those that are not with row, column and why, and the acts that are left. */
export function LeadImportScreen({ siteId, importId }: { readonly siteId: string; readonly importId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const mayWork = useMay()(tenantsRights.workLeads);
  const params = { siteId, importId };
  const found = useSuspenseQuery(query(getLeadImport, { params })).data;
  const run = useCommand(runLeadImport);
  const undo = useCommand(undoLeadImport);
  return (
    <Page
      title={found.fileName}
      mark={<ImportTag state={found.state} />}
      lead={`${found.madeByName} · ${format.moment(found.madeAt)}`}
      crumbs={[{ label: t(text.leads), href: href("tenants/leads") }, { label: t(text.title), href: href("tenants/lead-imports") }, { label: found.fileName }]}
      actions={
        mayWork && (
          <>
            {found.state === "previewed" && (
              <Button type="primary" loading={run.isPending} unless={found.good === 0 ? [{ sentence: t(text.nothing) }] : []} onPress={() => run.mutate({ params })}>
                {t(text.run, { count: found.good })}
              </Button>
            )}
            {found.state === "done" && (
              <Button loading={undo.isPending} onPress={() => undo.mutate({ params })}>
                {t(text.undo)}
              </Button>
            )}
          </>
        )
      }
    >
      <ProblemNote error={run.error ?? undo.error} />
      <Stats>
        <Stat label={t(text.good)} value={format.number(found.good)} />
        <Stat label={t(text.refused)} value={format.number(found.refused)} {...(found.refused > 0 ? { tone: "warn" as const } : {})} />
        <Stat
          label={t(text.columns)}
          value={format.number(found.columns.length)}
          hint={found.columns.map(({ column, title }) => (title === t(leadColumns[column].name) ? title : `${title} → ${t(leadColumns[column].name)}`)).join("、")}
        />
      </Stats>
      {found.faults.length > 0 && (
        <Section title={t(text.refusedTitle)}>
          <DataTable
            label={t(text.refusedTitle)}
            rows={found.faults}
            rowKey={({ row }) => String(row)}
            exportHref={linkTo(exportLeadFaults, { params })}
            columns={[
              { key: "row", title: t(text.row), width: "80px", card: "heading", render: ({ row }) => t(text.rowNo, { row }) },
              {
                key: "why",
                title: t(text.why),
                render: ({ reasons }) => (
                  <ul>
                    {reasons.map((reason, index) => (
                      <li key={index}>
                        {reason.column && <strong>{reason.column}：</strong>}
                        {sayProblem(reason, language)}
                      </li>
                    ))}
                  </ul>
                ),
              },
              { key: "cells", title: t(text.cells), from: "medium", render: ({ cells }) => <span className="tk-quiet">{cells.filter((cell) => cell !== "").join(" · ")}</span> },
            ]}
          />
        </Section>
      )}
      <Section title={t(text.goodTitle)}>
        <DataTable
          label={t(text.goodTitle)}
          rows={found.rows}
          rowKey={({ row }) => String(row)}
          empty={<EmptyTeaching title={t(text.nothing)} />}
          columns={[
            { key: "who", title: t(text.prospect), card: "heading", render: ({ company, contactName }) => [company, contactName].filter(Boolean).join(" · ") },
            { key: "reach", title: t(text.reach), width: "220px", render: ({ phone, email }) => [phone, email].filter(Boolean).join(" · ") },
            { key: "source", title: t(text.source), width: "120px", from: "medium", render: ({ source }) => t(leadSources[source]) },
            {
              key: "area",
              title: t(text.area),
              width: "160px",
              align: "end",
              render: ({ areaMinCenti, areaMaxCenti }) => [areaMinCenti, areaMaxCenti].flatMap((area) => (area === null ? [] : [format.number(area / 100)])).join(" – ") || "—",
            },
            { key: "next", title: t(text.next), from: "wide", render: ({ nextStep, nextOn }) => (nextOn ? `${nextStep} · ${format.day(nextOn)}` : "—") },
          ]}
        />
      </Section>
    </Page>
  );
}
