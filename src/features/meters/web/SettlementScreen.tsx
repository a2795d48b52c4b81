import { useSuspenseQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { answerObjection, billSettlement, exportSettlement, getSettlement, metersRights, raiseObjection, withdrawSettlement } from "../contract.ts";
import { meterKinds, settlementStates, whyNotBill } from "../rules.ts";
import { Pools, settlementTones } from "./ChargesScreen.tsx";
import { LineTable } from "./LineTable.tsx";
import { text } from "./text.ts";

type Found = ReplyOf<typeof getSettlement>;
type Objection = Found["objections"][number];

/** A published month: its lines, what tenants have against them, and its way to the bills. */
export function SettlementScreen({ siteId, settlementId }: { readonly siteId: string; readonly settlementId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const today = useToday();
  const mayCharge = useMay()(metersRights.charge);
  const params = { siteId, settlementId };
  const found = useSuspenseQuery(query(getSettlement, { params })).data;
  const [open, setOpen] = useState<"withdraw" | "object" | Objection | null>(null);
  const close = () => setOpen(null);
  const bill = useCommand(billSettlement, { also: ["billing"] });
  const withdraw = useCommand(withdrawSettlement, { onDone: close });
  const answer = useCommand(answerObjection, { onDone: close });
  const until = Temporal.PlainDate.from(found.objectionsUntil);
  const against = whyNotBill({ ...found, objectionsUntil: until }, Temporal.PlainDate.from(today));
  const isPublished = found.state === "published";
  return (
    <Page
      title={`${t(meterKinds[found.kind])} ${format.month(found.month)}`}
      mark={<StatusTag tone={settlementTones[found.state]}>{t(settlementStates[found.state])}</StatusTag>}
      lead={[t(text.publishedBy, { name: found.publishedByName }), format.shortMoment(found.publishedAt), `${t(text.dueOn)} ${format.day(found.dueOn)}`, found.withdrawnReason]
        .filter(Boolean)
        .join(" · ")}
      crumbs={[{ label: t(text.charges), href: href("meters/charges") }, { label: format.month(found.month) }]}
      actions={
        mayCharge &&
        isPublished && (
          <>
            <Button onPress={() => setOpen("withdraw")}>{t(text.withdraw)}</Button>
            <Button onPress={() => setOpen("object")}>{t(text.raiseObjection)}</Button>
            <Button type="primary" loading={bill.isPending} unless={against} onPress={() => bill.mutate({ params })}>
              {t(text.bill)}
            </Button>
          </>
        )
      }
    >
      <div className="tk-stack">
        <ProblemNote error={bill.error} />
        <Stats>
          <Stat label={t(text.owed)} value={yuanText(found.owed)} />
          <Stat label={t(text.borne)} value={yuanText(found.borne)} />
          <Stat label={t(text.objections)} value={format.number(found.objections.length)} hint={t(text.objectionsUntil, { day: format.day(found.objectionsUntil) })} />
        </Stats>
        <Section title={t(text.objections)}>
          {found.objections.length === 0 ? (
            <p className="tk-quiet">{t(text.noObjections)}</p>
          ) : (
            <div className="review-list">
              {found.objections.map((objection) => (
                <article key={objection.id} className="review-card">
                  <header>
                    <strong>{objection.tenant}</strong>
                    <span className="tk-quiet">
                      {objection.raisedByName} · {format.shortMoment(objection.raisedAt)}
                    </span>
                  </header>
                  <p>{objection.said}</p>
                  {objection.answer ? (
                    <p>
                      {t(text.answer)}: {objection.answer} <span className="tk-quiet">{objection.answeredByName}</span>
                    </p>
                  ) : (
                    mayCharge && (
                      <div>
                        <Button onPress={() => setOpen(objection)}>{t(text.answer)}</Button>
                      </div>
                    )
                  )}
                </article>
              ))}
            </div>
          )}
        </Section>
        <Pools kind={found.kind} pools={found.pools} />
        <LineTable kind={found.kind} rows={found.items} exportHref={linkTo(exportSettlement, { params })} />
        <ConfirmWithReason
          title={t(text.withdrawTitle)}
          open={open === "withdraw"}
          onClose={close}
          onConfirm={(reason) => withdraw.mutate({ params, body: { reason } })}
          isPending={withdraw.isPending}
          error={withdraw.error}
        />
        {open === "object" && <ObjectionDrawer siteId={siteId} found={found} onClose={close} />}
        <ConfirmWithReason
          title={t(text.answerTitle, { tenant: open !== null && typeof open === "object" ? open.tenant : "" })}
          label={text.answer}
          open={open !== null && typeof open === "object"}
          onClose={close}
          onConfirm={(said) => open !== null && typeof open === "object" && answer.mutate({ params: { siteId, objectionId: open.id }, body: { answer: said } })}
          isPending={answer.isPending}
          error={answer.error}
        />
      </div>
    </Page>
  );
}

function ObjectionDrawer({ siteId, found, onClose }: { readonly siteId: string; readonly found: Found; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const raise = useCommand(raiseObjection, { onDone: onClose });
  const tenants = new Map(found.items.flatMap(({ tenantId, tenant }) => (tenantId ? [[tenantId as string, tenant ?? ""] as const] : [])));
  return (
    <FormDrawer<{ tenantId: string; said: string }>
      title={t(text.raiseObjection)}
      open
      onClose={onClose}
      onSubmit={(values) => raise.mutate({ params: { siteId, settlementId: found.id }, body: { id: newId(), ...values } })}
      isPending={raise.isPending}
      error={raise.error}
    >
      <Form.Item name="tenantId" label={t(text.tenant)} rules={[{ required: true }]}>
        <Select showSearch={{ optionFilterProp: "label" }} options={[...tenants].map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <Form.Item name="said" label={t(text.said)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
    </FormDrawer>
  );
}
