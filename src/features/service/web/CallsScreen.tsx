import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Form, Input, InputNumber, Modal, Select, Switch, Upload } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { infinite, linkTo, query, type ReplyOf, upload, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { momentFrom } from "#platform/web/moments.ts";
import { useFilters } from "#platform/web/navigation.tsx";
import { sayReason } from "#platform/web/problem.ts";
import { useMay, useZone } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import { exportCalls, getExchange, importCalls, listCalls, listHandlers, recordTestCall, renewExchangeKey, serviceRights } from "../contract.ts";
// What stands against an act comes as codes: this brings the sentences for them.
import "../rules/problems.ts";
import { callFailureNames } from "../rules/telephone.ts";
import { type Moment, MomentPicker } from "./MomentPicker.tsx";
import "./service.css";
import { text } from "./text.ts";

type Call = ReplyOf<typeof listCalls>["items"][number];

const verdicts = {
  kept: ["good", text.verdictKept],
  failed: ["late", text.verdictFailed],
  noOccasion: ["quiet", text.verdictNone],
} as const satisfies Record<Call["verdict"], readonly [Tone, typeof text.verdictKept]>;
const sources = { csv: text.sourceCsv, pbx: text.sourcePbx, test: text.sourceTest } as const;

/** How the telephone was answered: the exchange's records and sampled test calls (2.2.2-1). */
export function CallsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const mayImprove = useMay()(serviceRights.improve);
  const [{ verdict }, setFilters] = useFilters({ verdict: "" });
  const filter = verdict ? { verdict: verdict as Call["verdict"] } : {};
  const calls = useInfiniteQuery(infinite(listCalls, { params: { siteId }, query: filter }));
  const [open, setOpen] = useState<"test" | "exchange" | null>(null);
  return (
    <Page
      title={t(text.calls)}
      lead={t(text.callsLead)}
      actions={
        mayImprove && (
          <>
            <ImportButton siteId={siteId} />
            <Button onPress={() => setOpen("exchange")}>{t(text.exchange)}</Button>
            <Button type="primary" onPress={() => setOpen("test")}>
              {t(text.testCall)}
            </Button>
          </>
        )
      }
    >
      <DataTable
        label={t(text.calls)}
        rows={calls}
        rowKey={({ id }) => id}
        exportHref={linkTo(exportCalls, { params: { siteId }, query: filter })}
        filters={
          <Select
            aria-label={t(text.verdict)}
            placeholder={t(text.verdict)}
            allowClear
            value={verdict || null}
            onChange={(value: string | null | undefined) => setFilters({ verdict: value ?? "" })}
            options={Object.entries(verdicts).map(([value, [, label]]) => ({ value, label: t(label) }))}
            style={{ width: 150 }}
          />
        }
        rowTone={(call) => (call.verdict === "failed" ? "late" : undefined)}
        empty={<EmptyTeaching title={t(text.noCalls)}>{t(text.noCallsHint)}</EmptyTeaching>}
        columns={[
          { key: "startedAt", title: t(text.startedAt), card: "heading", render: ({ startedAt }) => format.moment(startedAt) },
          { key: "rings", title: t(text.rings), align: "end", width: "90px", render: ({ rings }) => format.number(rings) },
          { key: "waited", title: t(text.waited), align: "end", width: "100px", from: "medium", render: ({ waitedMs }) => `${format.number(waitedMs / 1000, 1)} s` },
          { key: "answered", title: t(text.answered), render: ({ isAnswered, answeredByName }) => (isAnswered ? (answeredByName ?? t(text.answered)) : t(text.notAnswered)) },
          { key: "source", title: t(text.source), width: "100px", from: "medium", render: ({ source }) => t(sources[source]) },
          {
            key: "verdict",
            title: t(text.verdict),
            width: "160px",
            card: "mark",
            render: (call) => {
              const [tone, label] = verdicts[call.verdict];
              const why = call.failedFor.map((each) => t(callFailureNames[each]));
              return <StatusTag tone={tone}>{why.length > 0 ? why.join(" · ") : t(label)}</StatusTag>;
            },
          },
        ]}
      />
      <TestCallDrawer siteId={siteId} open={open === "test"} onClose={() => setOpen(null)} />
      {open === "exchange" && <ExchangeDialog siteId={siteId} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function ImportButton({ siteId }: { readonly siteId: string }) {
  const { t, language } = useLanguage();
  const [modal, modalHolder] = Modal.useModal();
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  async function send(file: File): Promise<void> {
    setSending(true);
    setError(null);
    try {
      const { read, added, known, refused, problems } = await upload(importCalls, { params: { siteId }, query: {}, body: file }, () => {});
      modal.info({
        title: t(text.callsImported, { read, added, known, refused }),
        content: problems.length > 0 && (
          <ul>
            {problems.slice(0, 50).map((problem, index) => (
              <li key={index}>{sayReason(problem, language)}</li>
            ))}
          </ul>
        ),
      });
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
          void send(file);
          return false;
        }}
      >
        <Button loading={isSending}>{t(text.importCalls)}</Button>
      </Upload>
      <ProblemNote error={error} />
      {modalHolder}
    </>
  );
}

interface TestCallValues {
  readonly calledAt: Moment;
  readonly rings: number;
  readonly isAnswered: boolean;
  readonly hadGreeting?: boolean;
  readonly answeredById?: string;
  readonly remark?: string;
}

function TestCallDrawer({ siteId, open, onClose }: { readonly siteId: string; readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const zone = useZone();
  const { data } = useQuery({ ...query(listHandlers, { params: { siteId } }), enabled: open });
  const record = useCommand(recordTestCall, { onDone: onClose });
  return (
    <FormDrawer<TestCallValues>
      title={t(text.testCall)}
      open={open}
      onClose={onClose}
      initial={{ isAnswered: true, rings: 2 }}
      onSubmit={({ calledAt, hadGreeting, answeredById, ...values }) =>
        record.mutate({
          params: { siteId },
          body: { id: newId(), calledAt: momentFrom(calledAt, zone), ...values, hadGreeting: hadGreeting ?? null, answeredById: answeredById ?? null },
        })
      }
      isPending={record.isPending}
      error={record.error}
    >
      <Form.Item name="calledAt" label={t(text.startedAt)} rules={[{ required: true }]}>
        <MomentPicker past />
      </Form.Item>
      <Form.Item name="rings" label={t(text.rings)} rules={[{ required: true }]}>
        <InputNumber min={1} max={60} precision={0} />
      </Form.Item>
      <Form.Item name="isAnswered" label={t(text.answered)} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="hadGreeting" label={t(text.hadGreeting)} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="answeredById" label={t(text.answeredBy)}>
        <Select allowClear showSearch={{ optionFilterProp: "label" }} options={(data?.people ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name="remark" label={t(text.remark)}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
    </FormDrawer>
  );
}

function ExchangeDialog({ siteId, onClose }: { readonly siteId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const format = useFormat();
  const { data } = useQuery(query(getExchange, { params: { siteId } }));
  const renew = useCommand(renewExchangeKey);
  return (
    <Modal title={t(text.exchange)} open onCancel={onClose} footer={null}>
      {data && (
        <p>{!data.isConnected ? t(text.exchangeNot) : data.lastDeliveryAt ? t(text.exchangeConnected, { at: format.moment(data.lastDeliveryAt) }) : t(text.exchangeNever)}</p>
      )}
      {renew.data && (
        <>
          <p>{t(text.keyOnce)}</p>
          <p className="key-once">{renew.data.key}</p>
        </>
      )}
      <ProblemNote error={renew.error} />
      <Button loading={renew.isPending} onPress={() => renew.mutate({ params: { siteId }, body: {} })}>
        {t(text.newKey)}
      </Button>
    </Modal>
  );
}
