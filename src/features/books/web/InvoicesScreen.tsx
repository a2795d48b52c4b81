import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { plainText, times } from "#kernel/decimal.ts";
import { newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { sayProblem } from "#kernel/problem.ts";
import type { Language } from "#kernel/words.ts";
import { listEntities } from "#features/sites/contract.ts";
import { infinite, linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import { useToast } from "#ui/toast.tsx";
import { booksRights, exportInvoiceList, getBatchSheet, getReadiness, listInvoices, makeBatch, recordNumber, recordRed, returnInvoice } from "../contract.ts";
import { type InvoiceState, invoiceStates } from "../rules.ts";
import { text } from "./text.ts";

type Invoice = ReplyOf<typeof listInvoices>["items"][number];

const tones: Readonly<Record<InvoiceState, Tone>> = { toIssue: "warn", exported: "open", issued: "good", void: "quiet", redRequested: "late", red: "quiet" };

/** What is missing, said, with the screen on which it is given. */
function wayToMend({ code, facts }: { readonly code: string; readonly facts: Record<string, unknown> }, language: Language, href: (path: string) => string, step: string) {
  const place =
    code === "books.buyerCodeMissing"
      ? `tenants/${String(facts["tenantId"])}`
      : code === "books.goodsCodeMissing"
        ? "billing/settings"
        : code === "books.addressMissing"
          ? "books/settings"
          : "sites/entities";
  return { sentence: sayProblem({ code, facts }, language), href: href(place), step };
}

/** The register of tax invoices: what is to be issued goes out as the tax platform's sheet, and comes back with its number. */
export function InvoicesScreen({ siteId }: { readonly siteId: string }) {
  const { t, language } = useLanguage();
  const href = useHref();
  const keeps = useMay()(booksRights.keep);
  const toast = useToast();
  const [filters, setFilters] = useFilters({ state: "", entity: "" });
  const { entities } = useSuspenseQuery(query(listEntities, { params: { siteId } })).data;
  const asked = { ...(filters.state ? { state: filters.state as InvoiceState } : {}), ...(filters.entity ? { entityId: filters.entity } : {}) };
  const rows = useInfiniteQuery(infinite(listInvoices, { params: { siteId }, query: asked }));
  const { sellers } = useSuspenseQuery(query(getReadiness, { params: { siteId } })).data;
  const [numbering, setNumbering] = useState<Invoice | null>(null);
  const [returning, setReturning] = useState<Invoice | null>(null);
  const batch = useCommand(makeBatch, {
    onDone: ({ batchId, invoices, total }) => {
      toast(t(text.batchMade, { invoices, total: yuanText(total) }));
      location.assign(linkTo(getBatchSheet, { params: { siteId, batchId } }));
    },
  });
  const giveBack = useCommand(returnInvoice, { onDone: () => setReturning(null) });
  return (
    <Page
      title={t(text.invoices)}
      lead={t(text.yuan)}
      actions={
        keeps &&
        sellers.map(({ entityId, entity, toIssue, missing }) => (
          <Button
            key={entityId}
            loading={batch.isPending}
            unless={toIssue === 0 ? [{ sentence: t(text.nothingToIssue) }] : missing.map((problem) => wayToMend(problem, language, href, t(text.goMend)))}
            onPress={() => batch.mutate({ params: { siteId }, body: { id: newId(), entityId } })}
          >
            {t(text.exportBatch, { entity, count: toIssue })}
          </Button>
        ))
      }
    >
      <ProblemNote error={batch.error} />
      {sellers.some(({ missing }) => missing.length > 0) && (
        <Section title={t(text.missingBefore)}>
          <ul>
            {sellers.flatMap(({ entityId, entity, missing }) =>
              missing.map((problem) => {
                const { sentence, href: where, step } = wayToMend(problem, language, href, t(text.goMend));
                return (
                  <li key={`${entityId} ${sentence}`}>
                    {entity}：{sentence} <Link href={where}>{step}</Link>
                  </li>
                );
              }),
            )}
          </ul>
        </Section>
      )}
      <DataTable
        label={t(text.invoices)}
        rows={rows}
        rowKey={({ id }) => id}
        exportHref={linkTo(exportInvoiceList, { params: { siteId }, query: asked })}
        empty={<EmptyTeaching title={t(text.noInvoices)}>{t(text.noInvoicesHint)}</EmptyTeaching>}
        filters={
          <>
            <Select
              aria-label={t(text.state)}
              value={filters.state}
              style={{ minWidth: 150 }}
              options={[{ value: "", label: t(text.allStates) }, ...(Object.keys(invoiceStates) as InvoiceState[]).map((value) => ({ value, label: t(invoiceStates[value]) }))]}
              onChange={(state) => setFilters({ state })}
            />
            <Select
              aria-label={t(text.entity)}
              value={filters.entity}
              style={{ minWidth: 200 }}
              options={[{ value: "", label: t(text.allEntities) }, ...entities.map(({ id, name }) => ({ value: id as string, label: name }))]}
              onChange={(entity) => setFilters({ entity })}
            />
          </>
        }
        columns={[
          { key: "tenant", title: t(text.tenant), card: "heading", render: ({ tenant, kind }) => (kind === "red" ? `${tenant}（${t(text.redOf)}）` : tenant) },
          { key: "bill", title: t(text.bill), width: "150px", render: ({ billId, billNo }) => <Link href={href(`billing/bills/${billId}`)}>{billNo}</Link> },
          { key: "rate", title: t(text.taxRate), width: "80px", align: "end", render: ({ taxRate }) => `${plainText(times(taxRate, 100), 2)}%` },
          { key: "amount", title: t(text.amount), width: "140px", align: "end", render: ({ amount }) => yuanText(amount) },
          { key: "tax", title: t(text.tax), width: "120px", align: "end", from: "medium", render: ({ tax }) => yuanText(tax) },
          { key: "state", title: t(text.state), width: "120px", card: "mark", render: ({ state }) => <StatusTag tone={tones[state]}>{t(invoiceStates[state])}</StatusTag> },
          { key: "paid", title: t(text.paid), width: "100px", from: "medium", render: ({ isPaid }) => t(isPaid ? text.paid : text.unpaid) },
          {
            key: "no",
            title: t(text.number),
            width: "240px",
            render: (invoice) => {
              if (invoice.invoiceNo) return invoice.invoiceNo;
              if (!keeps) return "—";
              if (invoice.state === "redRequested") return <Button onPress={() => setNumbering(invoice)}>{t(text.recordRed)}</Button>;
              return (
                invoice.state === "exported" && (
                  <>
                    <Button onPress={() => setNumbering(invoice)}>{t(text.recordNumber)}</Button> <Button onPress={() => setReturning(invoice)}>{t(text.giveBack)}</Button>
                    {invoice.batchId && (
                      <div>
                        <a href={linkTo(getBatchSheet, { params: { siteId, batchId: invoice.batchId } })}>{t(text.downloadBatch)}</a>
                      </div>
                    )}
                  </>
                )
              );
            },
          },
        ]}
      />
      {numbering && <NumberDrawer siteId={siteId} invoice={numbering} onClose={() => setNumbering(null)} />}
      <ConfirmWithReason
        title={t(text.giveBack)}
        open={returning !== null}
        onClose={() => setReturning(null)}
        onConfirm={(reason) => returning && giveBack.mutate({ params: { siteId, invoiceId: returning.id }, body: { reason, version: returning.version } })}
        isPending={giveBack.isPending}
        error={giveBack.error}
      />
    </Page>
  );
}

interface Numbered {
  readonly confirmationNo?: string;
  readonly invoiceNo: string;
  readonly issuedOn: string;
}

/** Records the number of an issued invoice, or of a red one with its confirmation. */
function NumberDrawer({ siteId, invoice, onClose }: { readonly siteId: string; readonly invoice: Invoice; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const today = useToday();
  const blue = useCommand(recordNumber, { onDone: onClose });
  const red = useCommand(recordRed, { onDone: onClose });
  const isRed = invoice.kind === "red";
  const params = { siteId, invoiceId: invoice.id };
  return (
    <FormDrawer<Numbered>
      title={t(isRed ? text.recordRed : text.recordNumber)}
      open
      onClose={onClose}
      initial={{ issuedOn: today }}
      onSubmit={({ confirmationNo = "", invoiceNo, issuedOn }) => {
        const body = { invoiceNo, issuedOn, version: invoice.version };
        if (isRed) red.mutate({ params, body: { ...body, confirmationNo } });
        else blue.mutate({ params, body });
      }}
      isPending={blue.isPending || red.isPending}
      error={blue.error ?? red.error}
    >
      {isRed && (
        <Form.Item name="confirmationNo" label={t(text.confirmationNo)} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={40} />
        </Form.Item>
      )}
      <Form.Item name="invoiceNo" label={t(text.number)} rules={[{ required: true, pattern: /^[0-9]{8,20}$/ }]}>
        <Input maxLength={20} inputMode="numeric" />
      </Form.Item>
      <Form.Item name="issuedOn" label={t(text.issuedOn)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
    </FormDrawer>
  );
}
