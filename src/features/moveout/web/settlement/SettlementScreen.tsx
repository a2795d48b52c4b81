import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { sayReason } from "#platform/web/problem.ts";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { getTenant } from "#features/tenants/contract.ts";
import { exportSettlement, getSettlement, issueSheet, postSettlement, removeItem, reopenSheet } from "../../contract/settlement.ts";
import { settlementRights } from "../../contract/settlementRights.ts";
import { itemKinds, itemStates } from "../../rules/settlementItems.ts";
import { sheetStates } from "../../rules/settlementGates.ts";
import { AddDrawer, AnswerDrawer, DecideDrawer, PriceDrawer } from "./ItemDrawers.tsx";
import { Account, ItemFacts, toneOf, Twins } from "./parts.tsx";
import { Refunds } from "./Refunds.tsx";
import { text } from "./text.ts";

export type Settlement = ReplyOf<typeof getSettlement>;
type Item = Settlement["items"][number];

/** The final account of a lease: what it comes to and why, what is priced, answered and decided, the sheets, the refund. Manual 2.1.3-4, 2.1.4-2. */
export function SettlementScreen({ siteId, caseId }: { readonly siteId: string; readonly caseId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const settlement = useSuspenseQuery(query(getSettlement, { params: { siteId, caseId } })).data;
  const { no, tenant, leavingOn, net, lines, changes } = settlement;
  return (
    <Page
      title={`${t(text.title)} ${no}`}
      lead={`${tenant} · ${t(text.leaving, { day: format.day(leavingOn) })} · ${t(net < 0 ? text.owed : text.back)} ${yuanText(Math.abs(net))}`}
      crumbs={[{ label: t(text.cases), href: href("moveout/cases") }, { label: no, href: href(`moveout/cases/${caseId}`) }, { label: t(text.title) }]}
      actions={<a href={linkTo(exportSettlement, { params: { siteId, caseId }, query: { language } })}>{t(text.excel)}</a>}
    >
      {changes.length > 0 && (
        <Section title={t(text.changed)}>
          <ul className="settle-list">
            {changes.map(({ name, detail, was, is }, index) => (
              <li key={index}>{t(text.changedLine, { name: `${t(name)} ${detail}`, was: yuanText(was), is: yuanText(is) })}</li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t(text.lines)}>
        <p className="settle-quiet">{t(text.linesLead)}</p>
        <Account lines={lines} net={net} />
      </Section>
      <Items siteId={siteId} settlement={settlement} />
      <Sheets siteId={siteId} settlement={settlement} />
      <Refunds siteId={siteId} settlement={settlement} />
    </Page>
  );
}

type Open = { readonly kind: "add" } | { readonly kind: "price" | "answer" | "decide" | "remove"; readonly item: Item } | null;

function Items({ siteId, settlement }: { readonly siteId: string; readonly settlement: Settlement }) {
  const { t } = useLanguage();
  const may = useMay();
  const href = useHref();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const remove = useCommand(removeItem, { onDone: close });
  const isFixed = settlement.sheets.some(({ state }) => state === "agreed");
  const { caseId } = settlement;
  return (
    <Section
      title={t(text.items)}
      actions={
        <>
          <Link href={href("moveout/prices")}>{t(text.prices)}</Link>
          {may(settlementRights.priceItems) && !isFixed && <Button onPress={() => setOpen({ kind: "add" })}>{t(text.addItem)}</Button>}
        </>
      }
    >
      <p className="settle-quiet">{t(text.itemsLead)}</p>
      {settlement.items.length === 0 && <p>{t(text.noItems)}</p>}
      <ul className="settle-items">
        {settlement.items.map((item) => (
          <li key={item.id} className="settle-item">
            <header>
              <h3>
                {item.title} <span className="settle-quiet">{[t(itemKinds[item.kind]), item.place].filter(Boolean).join(" · ")}</span>
              </h3>
              <StatusTag tone={toneOf[item.state]}>{t(itemStates[item.state])}</StatusTag>
            </header>
            {item.twin && <Twins siteId={siteId} twin={item.twin} />}
            <ItemFacts item={item} />
            {!isFixed && (
              <div className="settle-acts">
                {may(settlementRights.priceItems) && (
                  <Button type={item.state === "open" ? "primary" : "default"} onPress={() => setOpen({ kind: "price", item })}>
                    {t(item.unitPrice === null ? text.price : text.priceAgain)}
                  </Button>
                )}
                {may(settlementRights.answerItems) && item.unitPrice !== null && item.state !== "waived" && (
                  <Button onPress={() => setOpen({ kind: "answer", item })}>{t(text.answer)}</Button>
                )}
                {may(settlementRights.decideItems) && item.unitPrice !== null && item.state !== "waived" && (
                  <Button type={item.state === "disputed" ? "primary" : "default"} onPress={() => setOpen({ kind: "decide", item })}>
                    {t(item.state === "disputed" ? text.decide : text.waive)}
                  </Button>
                )}
                {may(settlementRights.priceItems) && !item.isDifference && (
                  <Button type="text" onPress={() => setOpen({ kind: "remove", item })}>
                    {t(text.remove)}
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      {open?.kind === "add" && <AddDrawer siteId={siteId} settlement={settlement} onClose={close} />}
      {open?.kind === "price" && <PriceDrawer siteId={siteId} settlement={settlement} item={open.item} onClose={close} />}
      {open?.kind === "answer" && <AnswerDrawer siteId={siteId} settlement={settlement} item={open.item} onClose={close} />}
      {open?.kind === "decide" && <DecideDrawer siteId={siteId} settlement={settlement} item={open.item} onClose={close} />}
      <ConfirmWithReason
        title={`${t(text.remove)} ${open?.kind === "remove" ? open.item.title : ""}`}
        open={open?.kind === "remove"}
        onClose={close}
        onConfirm={(reason) => open?.kind === "remove" && remove.mutate({ params: { siteId, caseId, itemId: open.item.id }, body: { version: open.item.version, reason } })}
        isPending={remove.isPending}
        error={remove.error}
      />
    </Section>
  );
}

function Sheets({ siteId, settlement }: { readonly siteId: string; readonly settlement: Settlement }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const params = { siteId, caseId: settlement.caseId };
  const [open, setOpen] = useState<"issue" | "reopen" | null>(null);
  const post = useCommand(postSettlement, { also: ["billing", "payments"] });
  const reopen = useCommand(reopenSheet, { onDone: () => setOpen(null) });
  const { sheets, againstIssue, againstPosting } = settlement;
  const inForce = sheets.find(({ state }) => state !== "superseded");
  const maySettle = may(settlementRights.settle);
  return (
    <Section
      title={t(text.sheets)}
      actions={
        maySettle && (
          <>
            {inForce?.state !== "agreed" && (
              <Button type="primary" onPress={() => setOpen("issue")}>
                {t(text.issue)}
              </Button>
            )}
            {inForce?.state === "agreed" && !inForce.posted && <Button onPress={() => setOpen("reopen")}>{t(text.reopen)}</Button>}
            {inForce?.state === "agreed" && !inForce.posted && (
              <Button type="primary" loading={post.isPending} unless={againstPosting} title={t(text.postHint)} onPress={() => post.mutate({ params })}>
                {t(text.post)}
              </Button>
            )}
          </>
        )
      }
    >
      <ProblemNote error={post.error} />
      {!inForce && againstIssue.length > 0 && (
        <>
          <p>{t(text.againstIssue)}</p>
          <ul className="settle-list">
            {againstIssue.map((problem, index) => (
              <li key={index}>{sayReason(problem, language)}</li>
            ))}
          </ul>
        </>
      )}
      {sheets.length === 0 && <p>{t(text.noSheet)}</p>}
      <ul className="settle-list">
        {sheets.map((sheet) => (
          <li key={sheet.id}>
            <strong>{t(text.version, { n: sheet.version })}</strong>{" "}
            <StatusTag tone={sheet.state === "agreed" ? "good" : sheet.state === "issued" ? "open" : "quiet"}>{t(sheetStates[sheet.state])}</StatusTag>{" "}
            <span className="settle-money">{yuanText(sheet.net)}</span> · {t(text.issuedBy, { day: format.shortMoment(sheet.issuedAt), name: sheet.issuedByName })}
            {sheet.agreedAt && ` · ${t(text.agreedOn, { day: format.shortMoment(sheet.agreedAt) })}`}
            {sheet.posted && ` · ${t(text.postedOn, { day: format.shortMoment(sheet.posted.at), name: sheet.posted.byName })}`}
            {sheet.reservation && <p className="settle-quiet">{sheet.reservation}</p>}
            {sheet.closedReason && <p className="settle-quiet">{sheet.closedReason}</p>}
            <span className="settle-acts">
              <Link href={href(`documents/${sheet.documentId}`)}>{t(text.sign)}</Link>
              {sheet.posted?.finalBillId && <Link href={href(`billing/bills/${sheet.posted.finalBillId}`)}>{t(text.finalBill)}</Link>}
            </span>
          </li>
        ))}
      </ul>
      {open === "issue" && <IssueDrawer siteId={siteId} settlement={settlement} onClose={() => setOpen(null)} />}
      <ConfirmWithReason
        title={t(text.reopen)}
        open={open === "reopen"}
        onClose={() => setOpen(null)}
        onConfirm={(reason) => reopen.mutate({ params, body: { reason } })}
        isPending={reopen.isPending}
        error={reopen.error}
      >
        <p>{t(text.reopenLead)}</p>
      </ConfirmWithReason>
    </Section>
  );
}

function IssueDrawer({ siteId, settlement, onClose }: { readonly siteId: string; readonly settlement: Settlement; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const issue = useCommand(issueSheet, { also: ["documents"], onDone: onClose });
  const tenant = useQuery(query(getTenant, { params: { siteId, tenantId: settlement.tenantId } })).data;
  const signers = (tenant?.contacts ?? []).filter(({ state, authorities }) => state === "active" && authorities.includes("signing"));
  return (
    <FormDrawer<{ contactId: string; language: "zh" | "en" | "both"; reservation?: string }>
      title={t(text.issue)}
      open
      onClose={onClose}
      initial={{ language: "both" }}
      onSubmit={({ reservation = "", ...body }) => issue.mutate({ params: { siteId, caseId: settlement.caseId }, body: { ...body, reservation } })}
      isPending={issue.isPending}
      error={issue.error}
    >
      <p>{t(text.issueLead)}</p>
      <Form.Item name="contactId" label={t(text.contact)} rules={[{ required: true, message: t(text.required) }]}>
        <Select options={signers.map(({ id: value, name, post }) => ({ value, label: [name, post].filter(Boolean).join(" ") }))} />
      </Form.Item>
      <Form.Item name="language" label={t(text.language)}>
        <Radio.Group
          options={[
            { value: "both", label: "中文 + English" },
            { value: "zh", label: "中文" },
            { value: "en", label: "English" },
          ]}
        />
      </Form.Item>
      <Form.Item name="reservation" label={t(text.reservation)}>
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
    </FormDrawer>
  );
}
