import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Form, Input } from "antd";
import { useState } from "react";
import type { WireOf } from "#kernel/contract.ts";
import { fen, readYuan, yuanText } from "#kernel/money.ts";
import { useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import { type accessItemField, changeItem, loseItem, returnItems } from "../../contract/cards.ts";
import { handoverRights } from "../../contract/rights.ts";
import { itemKinds, itemStates, type ItemState } from "../../rules/cards.ts";
import { text } from "./text.ts";

export type ItemOnWire = WireOf<typeof accessItemField>;

const tones: Readonly<Record<ItemState, Tone>> = { inUse: "good", lost: "warn", returned: "quiet", cancelled: "quiet" };

interface ItemTableProps {
  readonly siteId: string;
  readonly rows: readonly ItemOnWire[] | UseInfiniteQueryResult<readonly ItemOnWire[], Error>;
  /** On the page of one tenant or case, where the tenant is plain. */
  readonly isBrief?: boolean;
  readonly filters?: ReactNode;
  readonly exportHref?: string;
  readonly empty?: ReactNode;
}

/** Cards and keys with who holds them, and what can be done with each. */
export function ItemTable({ siteId, rows, isBrief = false, ...rest }: ItemTableProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const [open, setOpen] = useState<{ readonly what: "back" | "lost" | "change"; readonly item: ItemOnWire } | null>(null);
  const close = () => setOpen(null);
  const giveBack = useCommand(returnItems, { onDone: close });
  const columns: readonly Column<ItemOnWire>[] = [
    { key: "number", title: t(text.number), card: "heading", render: ({ kind, number }) => `${t(itemKinds[kind])} ${number}` },
    ...(isBrief ? [] : [{ key: "tenant", title: t(text.tenant), render: ({ tenant, leaseNo }: ItemOnWire) => `${tenant} · ${leaseNo}` }]),
    { key: "holder", title: t(text.holder), render: ({ holder, post }) => [holder, post].filter(Boolean).join(" · ") },
    { key: "zones", title: t(text.zones), from: "wide", render: ({ zones }) => zones },
    { key: "valid", title: t(text.validTo), from: "wide", render: ({ validTo }) => validTo && format.day(validTo) },
    { key: "issued", title: t(text.issued), from: "medium", width: "150px", render: ({ issuedAt }) => format.moment(issuedAt) },
    {
      key: "state",
      title: t(text.state),
      width: "110px",
      card: "mark",
      render: ({ state, chargeId }) => (
        <>
          <StatusTag tone={tones[state]}>{t(itemStates[state])}</StatusTag>
          {chargeId && <span className="tk-quiet"> {t(text.charged)}</span>}
        </>
      ),
    },
    ...(may(handoverRights.keepCards)
      ? [
          {
            key: "acts",
            title: "",
            render: (item: ItemOnWire) =>
              item.state === "inUse" && (
                <span className="card-row-acts" style={{ marginBottom: 0 }}>
                  <Button size="small" onPress={() => setOpen({ what: "back", item })}>
                    {t(text.back)}
                  </Button>
                  <Button size="small" onPress={() => setOpen({ what: "lost", item })}>
                    {t(text.lost)}
                  </Button>
                  <Button size="small" onPress={() => setOpen({ what: "change", item })}>
                    {t(text.change)}
                  </Button>
                </span>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <DataTable label={t(text.register)} columns={columns} rows={rows} rowKey={({ id }) => id} {...rest} />
      <ConfirmWithReason
        title={t(text.backTitle, { number: open?.item.number ?? "" })}
        open={open?.what === "back"}
        onClose={close}
        onConfirm={(reason) => open && giveBack.mutate({ params: { siteId }, body: { itemIds: [open.item.id], reason } })}
        isPending={giveBack.isPending}
        error={giveBack.error}
        confirm={text.back}
        label={text.reason}
      />
      {open?.what === "lost" && <LossDrawer siteId={siteId} item={open.item} onClose={close} />}
      {open?.what === "change" && <ChangeDrawer siteId={siteId} item={open.item} onClose={close} />}
    </>
  );
}

interface DrawerProps {
  readonly siteId: string;
  readonly item: ItemOnWire;
  readonly onClose: () => void;
}

function LossDrawer({ siteId, item, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const lose = useCommand(loseItem, { onDone: onClose, also: ["billing"] });
  const rule = {
    validator: async (_: unknown, typed: string | undefined) => {
      if ((readYuan(typed ?? "") ?? -1) < 0) throw new Error(t(text.badAmount));
    },
  };
  return (
    <FormDrawer<{ fee: string; reason: string }>
      title={t(text.lostTitle, { number: item.number })}
      open
      onClose={onClose}
      initial={{ fee: yuanText(fen(item.fee)) }}
      onSubmit={({ fee, reason }) => lose.mutate({ params: { siteId, itemId: item.id }, body: { reason, fee: readYuan(fee) ?? fen(0) } })}
      isPending={lose.isPending}
      error={lose.error}
      submit={text.lost}
    >
      <Form.Item name="fee" label={t(text.lostFee)} rules={[rule]}>
        <Input inputMode="decimal" />
      </Form.Item>
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={3} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}

function ChangeDrawer({ siteId, item, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const change = useCommand(changeItem, { onDone: onClose });
  return (
    <FormDrawer<{ holder: string; post?: string; phone?: string; zones?: string; validTo?: string }>
      title={`${t(text.change)} · ${item.number}`}
      open
      onClose={onClose}
      initial={{ holder: item.holder, post: item.post, phone: item.phone, zones: item.zones, validTo: item.validTo ?? "" }}
      onSubmit={({ validTo = "", ...said }) => change.mutate({ params: { siteId, itemId: item.id }, body: { ...said, validTo: validTo || null } })}
      isPending={change.isPending}
      error={change.error}
    >
      <Form.Item name="holder" label={t(text.holder)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="post" label={t(text.post)}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="phone" label={t(text.phone)}>
        <Input maxLength={40} inputMode="tel" />
      </Form.Item>
      <Form.Item name="zones" label={t(text.zones)}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="validTo" label={t(text.validTo)}>
        <DayInput isClearable />
      </Form.Item>
    </FormDrawer>
  );
}
