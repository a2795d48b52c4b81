import { useInfiniteQuery } from "@tanstack/react-query";
import { Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { infinite, linkTo, type ReplyOf, saveAs, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { cancelSlip, decideSlip, exportSlips, getGatePhoto, listSlips, moveOutRights, printSlip } from "../contract.ts";
import { slipReasons, type SlipState, slipStates } from "../rules.ts";
import { SlipDrawer } from "./SlipDrawer.tsx";
import { text } from "./text.ts";
import "./moveout.css";

type Slip = ReplyOf<typeof listSlips>["items"][number];

/** Release slips: asked for, decided, checked at the gate. Manual 2.1.3-5. */
export function SlipListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const [filters, setFilters] = useFilters({ state: "", q: "" });
  const [drawer, setDrawer] = useState<"new" | Slip | null>(null);
  const asked = { ...(filters.state ? { state: filters.state as SlipState } : {}), ...(filters.q ? { search: filters.q } : {}) };
  const rows = useInfiniteQuery(infinite(listSlips, { params: { siteId }, query: asked }));
  const print = useCommand(printSlip);
  const cancel = useCommand(cancelSlip);
  return (
    <Page
      title={t(text.slips)}
      lead={t(text.slipsLead)}
      actions={
        may(moveOutRights.release) && (
          <Button type="primary" keys="n" onPress={() => setDrawer("new")}>
            {t(text.newSlip)}
          </Button>
        )
      }
    >
      <ProblemNote error={print.error ?? cancel.error} />
      <DataTable
        label={t(text.slips)}
        rows={rows}
        rowKey={({ id }) => id}
        exportHref={linkTo(exportSlips, { params: { siteId }, query: asked })}
        empty={<EmptyTeaching title={t(text.noSlips)}>{t(text.noSlipsHint)}</EmptyTeaching>}
        filters={
          <>
            <SearchInput label={t(text.slipSearch)} value={filters.q} onChange={(q) => setFilters({ q })} />
            <Select
              aria-label={t(text.state)}
              value={filters.state}
              style={{ minWidth: 170 }}
              options={[{ value: "", label: t(text.all) }, ...(Object.keys(slipStates) as SlipState[]).map((value) => ({ value: value as string, label: t(slipStates[value]) }))]}
              onChange={(state) => setFilters({ state })}
            />
          </>
        }
        columns={[
          { key: "no", title: t(text.no), width: "140px", card: "heading", render: ({ no }) => no },
          { key: "tenant", title: t(text.tenant), render: ({ tenant, place }) => `${tenant} · ${place}` },
          { key: "day", title: t(text.passesOn), width: "110px", render: ({ passesOn }) => format.day(passesOn) },
          { key: "reason", title: t(text.reason), width: "100px", from: "wide", render: ({ reason }) => t(slipReasons[reason]) },
          { key: "items", title: t(text.items), render: ({ items }) => items.map(({ name, quantity }) => `${name} × ${quantity}`).join("、") },
          {
            key: "state",
            title: t(text.state),
            width: "170px",
            card: "mark",
            render: ({ state, overdue }) => (
              <>
                <StatusTag tone={tones[state]}>{t(slipStates[state])}</StatusTag>
                {overdue > 0 && <div className="tk-quiet">{t(text.overdue, { amount: yuanText(overdue) })}</div>}
              </>
            ),
          },
          {
            key: "acts",
            title: "",
            width: "230px",
            render: (slip) => (
              <div className="moveout-acts">
                {slip.state === "asked" && may(moveOutRights.release) && (
                  <Button type="primary" onPress={() => setDrawer(slip)}>
                    {t(text.decideSlip)}
                  </Button>
                )}
                <Button
                  onPress={() =>
                    void print.mutateAsync({ params: { siteId, slipId: slip.id }, body: {} }).then(
                      (pdf) => saveAs(pdf, `F17-${slip.no}.pdf`),
                      () => undefined,
                    )
                  }
                >
                  {t(text.print)}
                </Button>
                {(slip.state === "asked" || slip.state === "approved") && may(moveOutRights.release) && (
                  <Button onPress={() => cancel.mutate({ params: { siteId, slipId: slip.id }, body: { version: slip.version } })}>{t(text.cancel)}</Button>
                )}
                {slip.gate?.photoId && (
                  <a href={linkTo(getGatePhoto, { params: { siteId, slipId: slip.id } })} target="_blank" rel="noreferrer">
                    {t(text.seePhoto)}
                  </a>
                )}
              </div>
            ),
          },
        ]}
      />
      {drawer === "new" && <SlipDrawer siteId={siteId} onClose={() => setDrawer(null)} />}
      {drawer !== null && drawer !== "new" && <DecisionDrawer siteId={siteId} slip={drawer} onClose={() => setDrawer(null)} />}
    </Page>
  );
}

const tones = { asked: "open", approved: "open", refused: "quiet", passed: "good", turnedBack: "late", cancelled: "quiet" } as const satisfies Record<SlipState, string>;

function DecisionDrawer({ siteId, slip, onClose }: { readonly siteId: string; readonly slip: Slip; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const send = useCommand(decideSlip, { onDone: onClose });
  return (
    <FormDrawer<{ isApproved: boolean; note?: string }>
      title={`${t(text.decideSlip)} ${slip.no}`}
      open
      onClose={onClose}
      initial={{ isApproved: true }}
      onSubmit={({ isApproved, note = "" }) => send.mutate({ params: { siteId, slipId: slip.id }, body: { isApproved, note, version: slip.version } })}
      isPending={send.isPending}
      error={send.error}
    >
      <p>
        {slip.tenant} · {slip.place} · {slip.appliedByName} {slip.authorityText}
      </p>
      <ul className="moveout-lines">
        {slip.items.map(({ position, name, quantity, note }) => (
          <li key={position}>
            {name} × {quantity} {note}
          </li>
        ))}
      </ul>
      <Form.Item name="isApproved" label={t(text.decision)}>
        <Radio.Group
          options={[
            { value: true, label: t(text.release) },
            { value: false, label: t(text.refuse) },
          ]}
        />
      </Form.Item>
      <Form.Item name="note" label={t(text.note)}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}
