import { useInfiniteQuery } from "@tanstack/react-query";
import { Checkbox, Select } from "antd";
import { useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { infinite, linkTo, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { exportPayments, listPayments, paymentsRights } from "../contract.ts";
import { type Means, meansNames } from "../rules.ts";
import "./payments.css";
import { SettingsDrawer } from "./SettingsDrawer.tsx";
import { TakeDrawer } from "./TakeDrawer.tsx";
import { text } from "./text.ts";

type Row = ReplyOf<typeof listPayments>["items"][number];

/** Every payment of the site, newest first. */
export function PaymentListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const [{ search, means, advance }, setFilters] = useFilters({ search: "", means: "", advance: "" });
  const [drawer, setDrawer] = useState<"take" | "settings" | null>(null);
  const filter = { ...(search ? { search } : {}), ...(means in meansNames ? { means: means as Means } : {}), ...(advance ? { advance: "true" as const } : {}) };
  const payments = useInfiniteQuery(infinite(listPayments, { params: { siteId }, query: filter }));
  const columns: readonly Column<Row>[] = [
    { key: "day", title: t(text.bookedOn), render: ({ bookedOn }) => format.day(bookedOn), width: "120px", card: "line" },
    { key: "tenant", title: t(text.tenant), render: ({ tenant, reversal }) => <span className={reversal ? "payments-void" : ""}>{tenant}</span>, card: "heading" },
    { key: "means", title: t(text.means), render: ({ means: by }) => t(meansNames[by]), width: "110px" },
    { key: "entity", title: t(text.entity), render: ({ entity }) => entity, from: "wide" },
    {
      key: "amount",
      title: t(text.amount),
      render: ({ amount, reversal }) => <span className={`payments-money ${reversal ? "payments-void" : ""}`}>{yuanText(amount)}</span>,
      align: "end",
    },
    { key: "advance", title: t(text.advance), render: ({ advance: left }) => left > 0 && yuanText(left), align: "end", from: "medium" },
    { key: "receipt", title: t(text.receipt), render: ({ receiptNo }) => receiptNo, from: "medium", width: "130px" },
    { key: "reversed", title: "", render: ({ reversal }) => reversal && <StatusTag tone="quiet">{t(text.reversed)}</StatusTag>, width: "90px", card: "mark" },
  ];
  return (
    <Page
      title={t(text.payments)}
      lead={t(text.paymentsLead)}
      actions={
        <>
          {may(paymentsRights.settings) && <Button onPress={() => setDrawer("settings")}>{t(text.settings)}</Button>}
          {may(paymentsRights.take) && (
            <Button type="primary" keys="n" onPress={() => setDrawer("take")}>
              {t(text.take)}
            </Button>
          )}
        </>
      }
    >
      <DataTable
        label={t(text.payments)}
        columns={columns}
        rows={payments}
        rowKey={({ id }) => id}
        href={({ id }) => href(`payments/received/${id}`)}
        exportHref={linkTo(exportPayments, { params: { siteId }, query: filter })}
        filters={
          <>
            <SearchInput label={t(text.search)} value={search} onChange={(typed) => setFilters({ search: typed })} />
            <Select
              aria-label={t(text.means)}
              value={means}
              onChange={(next) => setFilters({ means: next })}
              options={[{ value: "", label: t(text.allMeans) }, ...Object.entries(meansNames).map(([value, name]) => ({ value, label: t(name) }))]}
              style={{ minWidth: 130 }}
            />
            <Checkbox checked={advance !== ""} onChange={({ target }) => setFilters({ advance: target.checked ? "true" : "" })}>
              {t(text.withAdvance)}
            </Checkbox>
          </>
        }
        empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>}
      />
      {drawer === "take" && <TakeDrawer siteId={siteId} onClose={() => setDrawer(null)} />}
      {drawer === "settings" && <SettingsDrawer siteId={siteId} onClose={() => setDrawer(null)} />}
    </Page>
  );
}
