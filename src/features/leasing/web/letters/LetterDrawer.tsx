import { useQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { readYuan } from "#kernel/money.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useToday } from "#platform/web/session.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { listUnits } from "#features/sites/contract.ts";
import { makeLetter } from "../../contract/letters.ts";
import { type LetterPriceUnit, letterPriceUnits } from "../../rules/letters.ts";
import { priceUnits } from "../../rules/terms.ts";
import { text } from "./text.ts";

interface LetterValues {
  readonly units: readonly { readonly value: string }[];
  readonly heldUntil: string;
  readonly leaseStart: string;
  readonly leaseEnd: string;
  readonly price: string;
  readonly priceUnit: LetterPriceUnit;
  readonly earnest: string;
  readonly notes?: string;
}

/** Writes a letter of intent to a lead or a tenant. */
export function LetterDrawer({
  siteId,
  to,
  onClose,
  onDone,
}: {
  readonly siteId: string;
  readonly to: { readonly leadId: string } | { readonly tenantId: string };
  readonly onClose: () => void;
  readonly onDone?: (letterId: string) => void;
}) {
  const { t } = useLanguage();
  const today = useToday();
  const [search, setSearch] = useState("");
  const units = useQuery(query(listUnits, { params: { siteId }, query: { limit: 30, state: "lettable", ...(search ? { search } : {}) } })).data?.items ?? [];
  const make = useCommand(makeLetter, {
    also: ["tenants"],
    onDone: ({ id }) => {
      onClose();
      onDone?.(id);
    },
  });
  return (
    <FormDrawer<LetterValues>
      title={t(text.write)}
      open
      onClose={onClose}
      submit={text.write}
      initial={{ heldUntil: Temporal.PlainDate.from(today).add({ days: 14 }).toString(), priceUnit: "sqmDay", earnest: "0" }}
      onSubmit={({ units: chosen, earnest, notes = "", ...terms }) =>
        make.mutate({
          params: { siteId },
          body: { id: newId(), ...to, ...terms, notes, units: chosen.map(({ value }) => ({ unitId: value })), earnestMoney: readYuan(earnest) ?? 0 },
        })
      }
      isPending={make.isPending}
      error={make.error}
      fieldNames={{ earnestMoney: "earnest" }}
    >
      <Form.Item name="units" label={t(text.units)} extra={t(text.chooseUnits)} rules={[{ required: true }]}>
        <Select mode="multiple" labelInValue showSearch={{ filterOption: false, onSearch: setSearch }} options={units.map(({ id, place }) => ({ value: id, label: place }))} />
      </Form.Item>
      <Form.Item name="heldUntil" label={t(text.heldUntil)} rules={[{ required: true }]}>
        <DayInput min={today} />
      </Form.Item>
      <Form.Item name="leaseStart" label={t(text.leaseStart)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="leaseEnd" label={t(text.leaseEnd)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="price" label={t(text.rent)} rules={[{ required: true }]}>
        <Input inputMode="decimal" maxLength={15} />
      </Form.Item>
      <Form.Item name="priceUnit" label={t(text.priceUnit)}>
        <Select options={letterPriceUnits.map((value) => ({ value, label: t(priceUnits[value]) }))} />
      </Form.Item>
      <Form.Item
        name="earnest"
        label={t(text.earnest)}
        extra={t(text.earnestHint)}
        rules={[{ required: true, validator: async (_: unknown, typed: string) => (readYuan(typed ?? "") === null ? Promise.reject(new Error(t(text.notAmount))) : undefined) }]}
      >
        <Input inputMode="decimal" maxLength={20} />
      </Form.Item>
      <Form.Item name="notes" label={t(text.notes)}>
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
    </FormDrawer>
  );
}
