import { PlusOutlined } from "@ant-design/icons";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Form, Input, Select, Switch } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { addTariff, changeTariff, listTariffs, metersRights, setPolicy, setPrices } from "../contract.ts";
import { type Band, bandNames, bases, type Basis, kindUnits, type MeterKind, meterKinds, type TariffForm, type Values } from "../rules.ts";
import { optionsOf } from "./say.ts";
import { text } from "./text.ts";
import "./meters.css";

type Tariff = ReplyOf<typeof listTariffs>["items"][number];

/** Prices by date, and how common use and loss are shared out. */
export function TariffsScreen({ siteId }: { readonly siteId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const mayPrice = useMay()(metersRights.price);
  const { items, policies } = useSuspenseQuery(query(listTariffs, { params: { siteId } })).data;
  const [open, setOpen] = useState<"tariff" | "policy" | Tariff | null>(null);
  const change = useCommand(changeTariff);
  return (
    <Page
      title={t(text.tariffs)}
      lead={t(text.tariffsLead)}
      actions={
        mayPrice && (
          <>
            <Button onPress={() => setOpen("policy")}>{t(text.setPolicy)}</Button>
            <Button type="primary" icon={<PlusOutlined />} keys="n" onPress={() => setOpen("tariff")}>
              {t(text.addTariff)}
            </Button>
          </>
        )
      }
    >
      <div className="tk-stack">
        <ProblemNote error={change.error} />
        <DataTable
          label={t(text.tariffs)}
          rows={items}
          rowKey={({ id }) => id}
          empty={<EmptyTeaching title={t(text.noTariffs)}>{t(text.noTariffsHint)}</EmptyTeaching>}
          columns={[
            { key: "name", title: t(text.name), card: "heading", render: ({ name }) => name },
            { key: "kind", title: t(text.kind), width: "120px", render: ({ kind }) => t(meterKinds[kind]) },
            {
              key: "prices",
              title: t(text.price),
              render: ({ versions, kind }) => (
                <ul>
                  {versions.toReversed().map(({ fromDay, form }) => (
                    <li key={fromDay}>
                      {sayForm(form, kindUnits[kind], language)} <span className="tk-quiet">{t(text.since, { day: format.day(fromDay) })}</span>
                    </li>
                  ))}
                </ul>
              ),
            },
            {
              key: "default",
              title: t(text.isDefault),
              width: "150px",
              card: "mark",
              render: ({ isDefault }) => isDefault && <StatusTag tone="good">{t(text.isDefault)}</StatusTag>,
            },
            {
              key: "acts",
              title: "",
              width: "220px",
              render: (tariff) =>
                mayPrice && (
                  <div className="tk-row">
                    <Button size="small" onPress={() => setOpen(tariff)}>
                      {t(text.setPrices)}
                    </Button>
                    {!tariff.isDefault && (
                      <Button
                        size="small"
                        onPress={() => change.mutate({ params: { siteId, tariffId: tariff.id }, body: { name: tariff.name, isDefault: true, version: tariff.version } })}
                      >
                        {t(text.makeDefault)}
                      </Button>
                    )}
                  </div>
                ),
            },
          ]}
        />
        <Section title={t(text.policies)}>
          <DataTable
            label={t(text.policies)}
            rows={policies}
            rowKey={({ kind, fromDay }) => `${kind} ${fromDay}`}
            empty={<EmptyTeaching title={t(text.noPolicies)} />}
            columns={[
              { key: "kind", title: t(text.kind), card: "heading", width: "130px", render: ({ kind }) => t(meterKinds[kind]) },
              { key: "from", title: t(text.fromWhen), width: "130px", render: ({ fromDay }) => format.day(fromDay) },
              { key: "common", title: t(text.commonBasis), render: ({ common }) => t(bases[common]) },
              { key: "loss", title: t(text.lossBasis), render: ({ loss }) => t(bases[loss]) },
              { key: "price", title: t(text.sharePrice), render: ({ tariff }) => tariff },
            ]}
          />
        </Section>
        {open === "tariff" && <TariffDrawer siteId={siteId} onClose={() => setOpen(null)} />}
        {open === "policy" && <PolicyDrawer siteId={siteId} tariffs={items} onClose={() => setOpen(null)} />}
        {open !== null && typeof open === "object" && <TariffDrawer siteId={siteId} tariff={open} onClose={() => setOpen(null)} />}
      </div>
    </Page>
  );
}

function sayForm(form: Tariff["versions"][number]["form"], unit: string, language: "zh" | "en"): string {
  const per = language === "zh" ? ` 元/${unit}` : ` yuan/${unit}`;
  if (form.form === "flat") return form.price + per;
  if (form.form === "byBand") return (Object.keys(form.prices) as Band[]).map((band) => `${bandNames[band][language]} ${form.prices[band]}`).join(" / ") + per;
  return form.steps.map(({ upTo, price }) => `${upTo === null ? text.noLimit[language] : `≤ ${upTo}`}: ${price}`).join(" / ") + per;
}

interface TariffValues {
  readonly name: string;
  readonly kind: MeterKind;
  readonly isDefault: boolean;
  readonly fromDay: string;
  readonly form: TariffForm["form"];
  readonly price?: string;
  readonly prices?: Values;
  readonly period?: "month" | "year";
  readonly steps?: readonly { readonly upTo?: string; readonly price: string }[];
}

/** A new tariff, or new prices of `tariff`. */
function TariffDrawer({ siteId, tariff, onClose }: { readonly siteId: string; readonly tariff?: Tariff; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const today = useToday();
  const [form, setForm] = useState<TariffForm["form"]>(tariff?.versions.at(-1)?.form.form ?? "flat");
  const add = useCommand(addTariff, { onDone: onClose });
  const change = useCommand(setPrices, { onDone: onClose });
  const command = tariff ? change : add;
  function submit(values: TariffValues) {
    const priced = formOf(values);
    if (tariff) change.mutate({ params: { siteId, tariffId: tariff.id }, body: { fromDay: values.fromDay, form: priced, version: tariff.version } });
    else add.mutate({ params: { siteId }, body: { id: newId(), name: values.name, kind: values.kind, isDefault: values.isDefault, fromDay: values.fromDay, form: priced } });
  }
  const priceRule = [{ required: true }, { pattern: /^\d{1,6}(\.\d{1,6})?$/ }];
  const forms = { flat: text.flat, byBand: text.byBand, tiered: text.tiered };
  return (
    <FormDrawer<TariffValues>
      title={tariff ? `${t(text.setPrices)} · ${tariff.name}` : t(text.addTariff)}
      open
      onClose={onClose}
      initial={{ kind: "electricity", isDefault: true, fromDay: today, form, period: "year", steps: [{ price: "" }] }}
      onChange={(values) => setForm(values.form)}
      onSubmit={submit}
      isPending={command.isPending}
      error={command.error}
    >
      {!tariff && (
        <>
          <Form.Item name="name" label={t(text.name)} rules={[{ required: true, whitespace: true }]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="kind" label={t(text.kind)} rules={[{ required: true }]}>
            <Select options={optionsOf(meterKinds, t)} />
          </Form.Item>
          <Form.Item name="isDefault" label={t(text.isDefault)} valuePropName="checked">
            <Switch />
          </Form.Item>
        </>
      )}
      <Form.Item name="fromDay" label={t(text.fromWhen)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="form" label={t(text.form)} rules={[{ required: true }]}>
        <Select options={optionsOf(forms, t)} />
      </Form.Item>
      {form === "flat" && (
        <Form.Item name="price" label={t(text.price)} rules={priceRule}>
          <Input inputMode="decimal" />
        </Form.Item>
      )}
      {form === "byBand" &&
        (["sharp", "peak", "flat", "valley"] as const).map((band) => (
          <Form.Item key={band} name={["prices", band]} label={t(text.bandPrice, { band: t(bandNames[band]) })} rules={band === "sharp" ? priceRule.slice(1) : priceRule}>
            <Input inputMode="decimal" />
          </Form.Item>
        ))}
      {form === "tiered" && <StepFields priceRule={priceRule} />}
    </FormDrawer>
  );
}

function StepFields({ priceRule }: { readonly priceRule: { required?: boolean; pattern?: RegExp }[] }) {
  const { t } = useLanguage();
  return (
    <>
      <Form.Item name="period" label={t(text.period)} rules={[{ required: true }]}>
        <Select options={optionsOf({ month: text.perMonth, year: text.perYear }, t)} />
      </Form.Item>
      <Form.List name="steps">
        {(fields, { add }) => (
          <div className="tariff-steps">
            {fields.map((field, index) => (
              <div key={field.key} className="tariff-step">
                {index < fields.length - 1 ? (
                  <Form.Item
                    name={[field.name, "upTo"]}
                    label={`${t(text.step, { number: index + 1 })} · ${t(text.upTo)}`}
                    rules={[{ required: true }, { pattern: /^\d{1,9}(\.\d{1,4})?$/ }]}
                  >
                    <Input inputMode="decimal" />
                  </Form.Item>
                ) : (
                  <p>
                    {t(text.step, { number: index + 1 })} · {t(text.noLimit)}
                  </p>
                )}
                <Form.Item name={[field.name, "price"]} label={t(text.price)} rules={priceRule}>
                  <Input inputMode="decimal" />
                </Form.Item>
              </div>
            ))}
            <Button onPress={() => add({ price: "" })}>{t(text.addStep)}</Button>
          </div>
        )}
      </Form.List>
    </>
  );
}

function formOf({ form, price = "0", prices = {}, period = "year", steps = [] }: TariffValues): TariffForm {
  if (form === "flat") return { form, price };
  if (form === "byBand") return { form, prices: Object.fromEntries(Object.entries(prices).filter(([, value]) => value)) as Values };
  return { form, period, steps: steps.map((step, index) => ({ upTo: index === steps.length - 1 ? null : (step.upTo ?? "0"), price: step.price })) };
}

interface PolicyValues {
  readonly kind: MeterKind;
  readonly fromDay: string;
  readonly common: Basis;
  readonly loss: Basis;
  readonly tariffId?: string;
}

function PolicyDrawer({ siteId, tariffs, onClose }: { readonly siteId: string; readonly tariffs: readonly Tariff[]; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const today = useToday();
  const [kind, setKind] = useState<MeterKind>("electricity");
  const set = useCommand(setPolicy, { onDone: onClose });
  const flat = tariffs.filter((tariff) => tariff.kind === kind && tariff.versions.every(({ form }) => form.form === "flat"));
  return (
    <FormDrawer<PolicyValues>
      title={t(text.setPolicy)}
      open
      onClose={onClose}
      initial={{ kind, fromDay: today, common: "none", loss: "none" }}
      onChange={(values) => setKind(values.kind)}
      onSubmit={({ tariffId, ...values }) => set.mutate({ params: { siteId }, body: { ...values, tariffId: tariffId ?? null } })}
      isPending={set.isPending}
      error={set.error}
    >
      <Form.Item name="kind" label={t(text.kind)} rules={[{ required: true }]}>
        <Select options={optionsOf(meterKinds, t)} />
      </Form.Item>
      <Form.Item name="fromDay" label={t(text.fromWhen)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="common" label={t(text.commonBasis)} rules={[{ required: true }]}>
        <Select options={optionsOf(bases, t)} />
      </Form.Item>
      <Form.Item name="loss" label={t(text.lossBasis)} rules={[{ required: true }]}>
        <Select options={optionsOf(bases, t)} />
      </Form.Item>
      <Form.Item name="tariffId" label={t(text.sharePrice)}>
        <Select allowClear options={flat.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
    </FormDrawer>
  );
}
