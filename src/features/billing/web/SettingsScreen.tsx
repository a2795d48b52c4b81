import { useSuspenseQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { over, plainText, times } from "#kernel/decimal.ts";
import { newId } from "#kernel/id.ts";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { entityKinds, type Taxpayer, taxpayers } from "#features/sites/rules.ts";
import { billingRights } from "../contract/rights.ts";
import { addTaxRate, changeFeeItem, getSettings, removeTaxRate, setStart } from "../contract/settings.ts";
import { taxCategories, type TaxCategory } from "../rules.ts";
import { text } from "./text.ts";
import "./billing.css";

type Settings = ReplyOf<typeof getSettings>;
type Item = Settings["feeItems"][number];

/** How fee items are called, paid and taxed at this site, and from which day runs bill. */
export function SettingsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const mayChange = useMay()(billingRights.settings);
  const settings = useSuspenseQuery(query(getSettings, { params: { siteId } })).data;
  const [changing, setChanging] = useState<Item | null>(null);
  return (
    <Page title={t(text.settings)} lead={t(text.settingsLead)}>
      <Start siteId={siteId} settings={settings} mayChange={mayChange} />
      <Section title={t(text.feeItems)}>
        <DataTable
          label={t(text.feeItems)}
          rows={settings.feeItems}
          rowKey={({ code }) => code}
          columns={[
            { key: "name", title: t(text.fee), card: "heading", render: ({ name }) => t(name) },
            { key: "payee", title: t(text.payee), render: ({ payee }) => t(entityKinds[payee]) },
            { key: "tax", title: t(text.taxCategory), render: ({ taxCategory }) => t(taxCategories[taxCategory]) },
            { key: "goods", title: t(text.goodsCode), from: "wide", render: ({ goodsCode }) => goodsCode || "—" },
            ...(mayChange
              ? [{ key: "change", title: "", width: "90px", card: "mark" as const, render: (item: Item) => <Button onPress={() => setChanging(item)}>{t(text.change)}</Button> }]
              : []),
          ]}
        />
      </Section>
      <Rates siteId={siteId} settings={settings} mayChange={mayChange} />
      {changing && <ItemDrawer siteId={siteId} item={changing} onClose={() => setChanging(null)} />}
    </Page>
  );
}

interface PartProps {
  readonly siteId: string;
  readonly settings: Settings;
  readonly mayChange: boolean;
}

function Start({ siteId, settings: { startsOn, version }, mayChange }: PartProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const put = useCommand(setStart);
  const set = (day: string | null) => put.mutate({ params: { siteId }, body: { startsOn: day, version } });
  return (
    <Section title={t(text.startsOn)}>
      <p>{t(text.startsOnHint)}</p>
      {mayChange ? (
        <div className="billing-start">
          <DayInput aria-label={t(text.startsOn)} value={startsOn ?? ""} onChange={(day) => day && set(day)} />
          {startsOn && <Button onPress={() => set(null)}>{t(text.clear)}</Button>}
        </div>
      ) : (
        <p>{startsOn ? format.day(startsOn) : t(text.noStart)}</p>
      )}
      <ProblemNote error={put.error} />
    </Section>
  );
}

const percent = (rate: string): string => `${plainText(times(rate, 100))} %`;

function Rates({ siteId, settings: { lawfulRates, ownRates }, mayChange }: PartProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const [isAdding, setAdding] = useState(false);
  const remove = useCommand(removeTaxRate);
  const rows = [...ownRates.map((rate) => ({ ...rate, isOwn: true })), ...lawfulRates.map((rate, index) => ({ ...rate, id: `law-${index}`, isOwn: false }))];
  return (
    <Section title={t(text.taxRates)} actions={mayChange && <Button onPress={() => setAdding(true)}>{t(text.addRate)}</Button>}>
      <ProblemNote error={remove.error} />
      <DataTable
        label={t(text.taxRates)}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { key: "category", title: t(text.taxCategory), card: "heading", render: ({ category }) => t(taxCategories[category]) },
          { key: "taxpayer", title: t(text.taxpayer), render: ({ taxpayer }) => t(taxpayers[taxpayer]) },
          { key: "rate", title: t(text.rate), align: "end", width: "90px", render: ({ rate }) => percent(rate) },
          { key: "from", title: t(text.since), width: "130px", render: ({ from }) => format.day(from) },
          {
            key: "own",
            title: "",
            width: "110px",
            card: "mark",
            render: ({ id, isOwn }) =>
              isOwn && mayChange ? <Button onPress={() => remove.mutate({ params: { siteId, taxRateId: id } })}>{t(text.remove)}</Button> : t(isOwn ? text.own : text.lawful),
          },
        ]}
      />
      {isAdding && <RateDrawer siteId={siteId} onClose={() => setAdding(false)} />}
    </Section>
  );
}

interface RateValues {
  readonly category: TaxCategory;
  readonly taxpayer: Taxpayer;
  readonly percent: string;
  readonly from: string;
}

function RateDrawer({ siteId, onClose }: { readonly siteId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const [id] = useState(() => newId<"taxRate">());
  const add = useCommand(addTaxRate, { onDone: onClose });
  const required = [{ required: true, message: t(text.required) }];
  return (
    <FormDrawer<RateValues>
      title={t(text.addRate)}
      open
      onClose={onClose}
      initial={{ taxpayer: "general" } as RateValues}
      onSubmit={({ percent: typed, ...values }) => add.mutate({ params: { siteId }, body: { id, ...values, rate: plainText(over(typed, 100)) } })}
      isPending={add.isPending}
      error={add.error}
    >
      <Form.Item name="category" label={t(text.taxCategory)} rules={required}>
        <Select
          options={Object.entries(taxCategories)
            .filter(([value]) => value !== "none")
            .map(([value, label]) => ({ value, label: t(label) }))}
        />
      </Form.Item>
      <Form.Item name="taxpayer" label={t(text.taxpayer)} rules={required}>
        <Select options={Object.entries(taxpayers).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      <Form.Item name="percent" label={`${t(text.rate)} (%)`} rules={[{ required: true, pattern: /^\d{1,2}(\.\d{1,4})?$/, message: t(text.required) }]}>
        <Input inputMode="decimal" maxLength={7} />
      </Form.Item>
      <Form.Item name="from" label={t(text.since)} rules={required}>
        <DayInput />
      </Form.Item>
    </FormDrawer>
  );
}

interface ItemValues {
  readonly zh: string;
  readonly en: string;
  readonly payee: Item["payee"];
  readonly taxCategory: TaxCategory;
  readonly goodsCode?: string;
}

function ItemDrawer({ siteId, item, onClose }: { readonly siteId: string; readonly item: Item; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const change = useCommand(changeFeeItem, { onDone: onClose });
  const required = [{ required: true, whitespace: true, message: t(text.required) }];
  return (
    <FormDrawer<ItemValues>
      title={t(item.name)}
      open
      onClose={onClose}
      initial={{ ...item.name, payee: item.payee, taxCategory: item.taxCategory, goodsCode: item.goodsCode }}
      onSubmit={({ zh, en, payee, taxCategory, goodsCode = "" }) =>
        change.mutate({ params: { siteId, code: item.code }, body: { name: { zh, en }, payee, taxCategory, goodsCode, version: item.version } })
      }
      isPending={change.isPending}
      error={change.error}
    >
      <Form.Item name="zh" label={t(text.nameZh)} rules={required}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="en" label={t(text.nameEn)} rules={required}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="payee" label={t(text.payee)}>
        <Select options={Object.entries(entityKinds).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      <Form.Item name="taxCategory" label={t(text.taxCategory)}>
        <Select options={Object.entries(taxCategories).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      <Form.Item name="goodsCode" label={t(text.goodsCode)} rules={[{ pattern: /^\d{0,19}$/, message: t(text.required) }]}>
        <Input inputMode="numeric" maxLength={19} />
      </Form.Item>
    </FormDrawer>
  );
}
