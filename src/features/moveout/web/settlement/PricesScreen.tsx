import { useSuspenseQuery } from "@tanstack/react-query";
import { Form, Input, Select, Switch, Upload } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { fen, readYuan, yuanText } from "#kernel/money.ts";
import { linkTo, query, type ReplyOf, upload, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportPrices, importPrices, listPrices, putPrice } from "../../contract/settlement.ts";
import { settlementRights } from "../../contract/settlementRights.ts";
import { itemKinds } from "../../rules/settlementItems.ts";
import "./settlement.css";
import { text } from "./text.ts";

type Price = ReplyOf<typeof listPrices>[number];
const kinds = ["damage", "cleaning", "restoration", "lostCard"] as const;

/** What damage, cleaning and losses cost at this site; in and out by Excel. */
export function PricesScreen({ siteId }: { readonly siteId: string }) {
  const { t, language } = useLanguage();
  const href = useHref();
  const may = useMay();
  const found = useSuspenseQuery(query(listPrices, { params: { siteId } }));
  const [open, setOpen] = useState<Price | "new" | null>(null);
  const mayKeep = may(settlementRights.keepPrices);
  const columns: readonly Column<Price>[] = [
    { key: "code", title: t(text.code), render: ({ code }) => code, width: "110px" },
    { key: "name", title: t(text.name), render: ({ nameZh, nameEn }) => (language === "zh" ? nameZh : nameEn || nameZh), card: "heading" },
    { key: "kind", title: t(text.kind), render: ({ kind }) => t(itemKinds[kind]), from: "medium" },
    { key: "price", title: t(text.unitPrice), render: ({ unitPrice, unit }) => <span className="settle-money">{`${yuanText(unitPrice)} / ${unit}`}</span>, align: "end" },
    { key: "retired", title: "", render: ({ isRetired }) => isRetired && <StatusTag tone="quiet">{t(text.retired)}</StatusTag>, width: "100px", card: "mark" },
    { key: "act", title: "", render: (price) => mayKeep && <Button onPress={() => setOpen(price)}>{t(text.change)}</Button>, width: "100px" },
  ];
  return (
    <Page
      title={t(text.prices)}
      lead={t(text.pricesLead)}
      crumbs={[{ label: t(text.cases), href: href("moveout/cases") }, { label: t(text.prices) }]}
      actions={
        mayKeep && (
          <>
            <Import siteId={siteId} onDone={() => void found.refetch()} />
            <Button type="primary" onPress={() => setOpen("new")}>
              {t(text.addPrice)}
            </Button>
          </>
        )
      }
    >
      <DataTable
        label={t(text.prices)}
        columns={columns}
        rows={found.data}
        rowKey={({ id }) => id}
        exportHref={linkTo(exportPrices, { params: { siteId }, query: { language } })}
        empty={<EmptyTeaching title={t(text.prices)}>{t(text.noPrices)}</EmptyTeaching>}
      />
      {open !== null && <PriceForm siteId={siteId} price={open === "new" ? null : open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function PriceForm({ siteId, price, onClose }: { readonly siteId: string; readonly price: Price | null; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const put = useCommand(putPrice, { onDone: onClose });
  const required = [{ required: true, whitespace: true, message: t(text.required) }];
  return (
    <FormDrawer<{ code: string; kind: Price["kind"]; nameZh: string; nameEn?: string; unit?: string; unitPrice: string; isRetired: boolean }>
      title={t(price ? text.change : text.addPrice)}
      open
      onClose={onClose}
      initial={price ? { ...price, unitPrice: yuanText(price.unitPrice) } : { kind: "damage", isRetired: false }}
      onSubmit={({ nameEn = "", unit = "", unitPrice, code, kind, nameZh, isRetired }) =>
        put.mutate({
          params: { siteId, priceItemId: price?.id ?? newId() },
          body: { code, kind, nameZh, nameEn, unit, isRetired, unitPrice: readYuan(unitPrice) ?? fen(0), version: price?.version ?? 0 },
        })
      }
      isPending={put.isPending}
      error={put.error}
    >
      <Form.Item name="code" label={t(text.code)} rules={required}>
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item name="kind" label={t(text.kind)}>
        <Select options={kinds.map((value) => ({ value, label: t(itemKinds[value]) }))} />
      </Form.Item>
      <Form.Item name="nameZh" label={t(text.nameZh)} rules={required}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="nameEn" label={t(text.nameEn)}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="unit" label={t(text.unit)}>
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item
        name="unitPrice"
        label={t(text.unitPrice)}
        rules={[
          {
            required: true,
            validator: async (_: unknown, typed: string | undefined) => {
              if ((readYuan(typed ?? "") ?? -1) < 0) throw new Error(t(text.badAmount));
            },
          },
        ]}
      >
        <Input inputMode="decimal" />
      </Form.Item>
      <Form.Item name="isRetired" label={t(text.retired)} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDrawer>
  );
}

function Import({ siteId, onDone }: { readonly siteId: string; readonly onDone: () => void }) {
  const { t } = useLanguage();
  const [error, setError] = useState<unknown>(null);
  const [told, setTold] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  async function take(file: File): Promise<void> {
    setSending(true);
    setError(null);
    try {
      const { added, changed, refused } = await upload(importPrices, { params: { siteId }, body: file }, () => {});
      setTold(`${t(text.imported, { added, changed, refused: refused.length })}${refused.length > 0 ? ` ${t(text.refusedRows, { rows: refused.slice(0, 30).join("、") })}` : ""}`);
      onDone();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setSending(false);
    }
  }
  return (
    <>
      <Upload
        accept=".csv,.xlsx"
        showUploadList={false}
        beforeUpload={(file) => {
          void take(file);
          return false;
        }}
      >
        <Button loading={isSending}>{t(text.importPrices)}</Button>
      </Upload>
      {told && <output>{told}</output>}
      <ProblemNote error={error} />
    </>
  );
}
