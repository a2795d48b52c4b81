import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Section } from "#ui/Page.tsx";
import { sayReason } from "../rules.ts";
import type { ImportItem } from "./ImportScreen.tsx";
import { importsAt } from "./place.ts";
import { reasonNames, text } from "./text.ts";

/** The rows kept out, each with every reason and what to do; by reason, and as Excel. */
export function RefusedRows({ siteId, item }: { readonly siteId: string | undefined; readonly item: ImportItem }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const { contract, here } = importsAt(siteId);
  const params = { ...here, importId: item.id };
  const [{ reason }, setFilters] = useFilters({ reason: "" });
  const rows = useInfiniteQuery(infinite(contract.refused, { params, query: { ...(reason ? { code: reason } : {}) } }));
  const codes = Object.entries(item.counts?.refusedBy ?? {}).toSorted(([, one], [, other]) => other - one);
  const nameOf = (code: string) => {
    const name = reasonNames[code.split(".")[1] ?? ""];
    return name ? t(name) : code;
  };
  return (
    <Section
      title={t(text.refusedRows)}
      actions={
        <a href={linkTo(contract.refusedFile, { params })} download>
          {t(text.download)}
        </a>
      }
    >
      <p className="rentroll-hint">{t(text.refusedLead)}</p>
      <DataTable
        label={t(text.refusedRows)}
        rows={rows}
        rowKey={({ row }) => String(row)}
        filters={
          <Select
            aria-label={t(text.reason)}
            value={reason}
            style={{ minWidth: 240 }}
            onChange={(code) => setFilters({ reason: code })}
            options={[{ value: "", label: t(text.allReasons) }, ...codes.map(([code, count]) => ({ value: code, label: `${nameOf(code)} (${format.number(count)})` }))]}
          />
        }
        columns={[
          { key: "row", title: t(text.row), width: "80px", card: "heading", render: ({ row }) => row },
          {
            key: "reasons",
            title: t(text.reasons),
            render: ({ reasons }) => (
              <ul className="rentroll-reasons">
                {reasons.map((problem, index) => (
                  <li key={index}>{sayReason(problem, language)}</li>
                ))}
              </ul>
            ),
          },
          {
            key: "cells",
            title: t(text.content),
            from: "medium",
            card: "line",
            render: ({ cells }) => <span className="rentroll-cells">{cells.filter(Boolean).join(" · ")}</span>,
          },
        ]}
      />
    </Section>
  );
}
