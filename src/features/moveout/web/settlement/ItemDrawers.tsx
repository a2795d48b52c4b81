import { useQuery } from "@tanstack/react-query";
import { Form, Input, Radio, Select } from "antd";
import { newId } from "#kernel/id.ts";
import { readYuan, yuanText } from "#kernel/money.ts";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { feeItems } from "#features/leasing/rules.ts";
import { addItem, answerItem, decideItem, type getSettlement, listPrices, priceItem } from "../../contract/settlement.ts";
import { answers, type ItemKind, itemKinds, payeeOfItem } from "../../rules/settlementItems.ts";
import { text } from "./text.ts";

type Settlement = ReplyOf<typeof getSettlement>;
type Item = Settlement["items"][number];
interface Props {
  readonly siteId: string;
  readonly settlement: Settlement;
  readonly onClose: () => void;
}

interface PriceValues {
  readonly kind: ItemKind;
  readonly title: string;
  readonly place?: string;
  readonly priceItemId?: string | null;
  readonly quantity?: string;
  readonly unit?: string;
  readonly unitPrice?: string;
  readonly payee: "owner" | "property";
  readonly depositId?: string | null;
  readonly note?: string;
}

const priceOf = ({ priceItemId = null, quantity = "", unit = "", unitPrice = "", payee, depositId = null, note = "" }: PriceValues) => ({
  priceItemId: priceItemId ?? null,
  quantity: quantity.trim() === "" ? null : quantity.trim(),
  unit,
  unitPrice: unitPrice.trim() === "" ? null : readYuan(unitPrice),
  payee,
  depositId: depositId ?? null,
  note,
});

/** Puts a line on the settlement. */
export function AddDrawer({ siteId, settlement, onClose }: Props) {
  const { t } = useLanguage();
  const add = useCommand(addItem, { onDone: onClose });
  return (
    <FormDrawer<PriceValues>
      title={t(text.addItem)}
      open
      onClose={onClose}
      initial={{ kind: "damage", payee: "owner", quantity: "1" }}
      onSubmit={(values) =>
        add.mutate({
          params: { siteId, caseId: settlement.caseId },
          body: {
            id: newId(),
            kind: values.kind,
            title: values.title.trim(),
            place: values.place ?? "",
            ...priceOf(values),
            depositId: values.kind === "forfeiture" ? (values.depositId ?? null) : null,
          },
        })
      }
      isPending={add.isPending}
      error={add.error}
    >
      <Form.Item name="kind" label={t(text.kind)}>
        <Select options={Object.entries(itemKinds).map(([value, name]) => ({ value, label: t(name) }))} />
      </Form.Item>
      <Form.Item name="title" label={t(text.name)} rules={[{ required: true, whitespace: true, message: t(text.required) }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="place" label={t(text.place)}>
        <Input maxLength={200} />
      </Form.Item>
      <PriceFields siteId={siteId} settlement={settlement} />
    </FormDrawer>
  );
}

/** Prices a line, from the list or by hand. */
export function PriceDrawer({ siteId, settlement, item, onClose }: Props & { readonly item: Item }) {
  const { t } = useLanguage();
  const price = useCommand(priceItem, { onDone: onClose });
  const { kind, title, quantity, unit, unitPrice, payee, depositId, note, priceItemId, version } = item;
  return (
    <FormDrawer<PriceValues>
      title={`${t(text.price)}：${title}`}
      open
      onClose={onClose}
      initial={{ kind, title, quantity: quantity ?? "1", unit, payee, depositId, note, priceItemId, ...(unitPrice === null ? {} : { unitPrice: yuanText(unitPrice) }) }}
      onSubmit={(values) =>
        price.mutate({
          params: { siteId, caseId: settlement.caseId, itemId: item.id },
          body: { version, ...priceOf({ ...values, depositId: kind === "forfeiture" ? (values.depositId ?? depositId) : null }) },
        })
      }
      isPending={price.isPending}
      error={price.error}
    >
      <PriceFields siteId={siteId} settlement={settlement} />
    </FormDrawer>
  );
}

function PriceFields({ siteId, settlement }: Pick<Props, "siteId" | "settlement">) {
  const { t, language } = useLanguage();
  const form = Form.useFormInstance<PriceValues>();
  const kind = Form.useWatch("kind", form);
  const prices = (useQuery(query(listPrices, { params: { siteId } })).data ?? []).filter(({ isRetired }) => !isRetired);
  const take = (id: string | undefined) => {
    const chosen = prices.find((price) => price.id === id);
    if (!chosen) return;
    form.setFieldsValue({ unit: chosen.unit, unitPrice: yuanText(chosen.unitPrice), payee: payeeOfItem[chosen.kind] });
    if (form.getFieldValue("title") === undefined) form.setFieldValue("title", language === "zh" ? chosen.nameZh : chosen.nameEn || chosen.nameZh);
  };
  const isForfeit = kind === "forfeiture";
  return (
    <>
      {!isForfeit && prices.length > 0 && (
        <Form.Item name="priceItemId" label={t(text.fromList)}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            onChange={take}
            options={prices.map(({ id, code, nameZh, nameEn, unit, unitPrice }) => ({
              value: id,
              label: `${code} ${language === "zh" ? nameZh : nameEn || nameZh} ${yuanText(unitPrice)}/${unit}`,
            }))}
          />
        </Form.Item>
      )}
      {isForfeit && (
        <Form.Item name="depositId" label={t(text.deposit)} rules={[{ required: true, message: t(text.required) }]}>
          <Select
            options={settlement.deposits.filter(({ held }) => held > 0).map(({ id, feeItem, held }) => ({ value: id, label: `${t(feeItems[feeItem].name)} ${yuanText(held)}` }))}
          />
        </Form.Item>
      )}
      {!isForfeit && (
        <Form.Item name="quantity" label={t(text.quantity)} rules={[{ pattern: /^\d{1,9}(\.\d{1,4})?$/, message: t(text.badQuantity) }]}>
          <Input inputMode="decimal" />
        </Form.Item>
      )}
      {!isForfeit && (
        <Form.Item name="unit" label={t(text.unit)}>
          <Input maxLength={20} />
        </Form.Item>
      )}
      <Form.Item
        name="unitPrice"
        label={t(text.unitPrice)}
        rules={[
          {
            validator: async (_: unknown, typed: string | undefined) => {
              const price = readYuan(typed ?? "");
              if (price === null || price < 0) throw new Error(t(text.badAmount));
            },
          },
        ]}
      >
        <Input inputMode="decimal" />
      </Form.Item>
      <Form.Item name="payee" label={t(text.payee)}>
        <Radio.Group
          options={[
            { value: "owner", label: t(text.owner) },
            { value: "property", label: t(text.property) },
          ]}
        />
      </Form.Item>
      <Form.Item name="note" label={t(text.note)} extra={t(text.noteHint)}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </>
  );
}

/** Records at the desk what the tenant says to a line. */
export function AnswerDrawer({ siteId, settlement, item, onClose }: Props & { readonly item: Item }) {
  const { t } = useLanguage();
  const answer = useCommand(answerItem, { onDone: onClose });
  return (
    <FormDrawer<{ said: "accepted" | "disputed"; text?: string; byName: string }>
      title={`${t(text.answer)}：${item.title}`}
      open
      onClose={onClose}
      initial={{ said: "accepted" }}
      onSubmit={({ said, text: why = "", byName }) =>
        answer.mutate({ params: { siteId, caseId: settlement.caseId, itemId: item.id }, body: { version: item.version, said, text: why, byName } })
      }
      isPending={answer.isPending}
      error={answer.error}
    >
      <Form.Item name="byName" label={t(text.whoSaid)} rules={[{ required: true, whitespace: true, message: t(text.required) }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="said" label={t(text.said)}>
        <Radio.Group options={Object.entries(answers).map(([value, name]) => ({ value, label: t(name) }))} />
      </Form.Item>
      <Form.Item name="text" label={t(text.why)}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}

/** The manager waives or upholds a line, with the reason. */
export function DecideDrawer({ siteId, settlement, item, onClose }: Props & { readonly item: Item }) {
  const { t } = useLanguage();
  const decide = useCommand(decideItem, { onDone: onClose });
  const choices = item.state === "disputed" ? (["waived", "upheld"] as const) : (["waived"] as const);
  return (
    <FormDrawer<{ said: "waived" | "upheld"; reason: string }>
      title={`${t(text.decide)}：${item.title}`}
      open
      onClose={onClose}
      initial={{ said: "waived" }}
      onSubmit={(body) => decide.mutate({ params: { siteId, caseId: settlement.caseId, itemId: item.id }, body: { version: item.version, ...body } })}
      isPending={decide.isPending}
      error={decide.error}
    >
      <p>{t(text.waiveLead)}</p>
      <Form.Item name="said" label={t(text.decide)}>
        <Radio.Group options={choices.map((value) => ({ value, label: t(value === "waived" ? text.waive : text.uphold) }))} />
      </Form.Item>
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true, message: t(text.required) }]}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}
