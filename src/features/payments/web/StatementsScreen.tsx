import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Modal, Radio, Upload } from "antd";
import { useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { infinite, type ReplyOf, upload } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { listStatements, paymentsRights, uploadStatement } from "../contract.ts";
import { useEntities } from "./parts.ts";
import "./payments.css";
import { StatementTag } from "./StatementTag.tsx";
import { text } from "./text.ts";

type Row = ReplyOf<typeof listStatements>["items"][number];

/** The statements of the site's accounts, and where a new one is uploaded. */
export function StatementsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const { nameOf } = useEntities(siteId);
  const [isUploading, setUploading] = useState(false);
  const statements = useInfiniteQuery(infinite(listStatements, { params: { siteId }, query: {} }));
  const columns: readonly Column<Row>[] = [
    { key: "file", title: t(text.file), render: ({ fileName }) => fileName, card: "heading" },
    { key: "account", title: t(text.account), render: ({ entityId }) => nameOf(entityId) },
    { key: "status", title: t(text.status), render: ({ status }) => <StatementTag status={status} />, width: "110px", card: "mark" },
    { key: "period", title: t(text.period), render: ({ counts }) => counts?.from && `${counts.from} — ${counts.to}`, from: "medium" },
    { key: "lines", title: t(text.lines), render: ({ counts }) => counts?.good, align: "end", width: "80px" },
    { key: "received", title: t(text.received), render: ({ counts }) => counts && <span className="payments-money">{yuanText(counts.received.amount)}</span>, align: "end" },
    { key: "paid", title: t(text.paidOut), render: ({ counts }) => counts && yuanText(counts.paid.amount), align: "end", from: "wide" },
    { key: "by", title: t(text.by), render: ({ createdByName }) => createdByName, from: "wide" },
    { key: "when", title: t(text.when), render: ({ createdAt }) => format.moment(createdAt), from: "medium" },
  ];
  return (
    <Page
      title={t(text.statements)}
      lead={t(text.statementsLead)}
      actions={
        may(paymentsRights.take) && (
          <Button type="primary" onPress={() => setUploading(true)}>
            {t(text.upload)}
          </Button>
        )
      }
    >
      <DataTable
        label={t(text.statements)}
        columns={columns}
        rows={statements}
        rowKey={({ id }) => id}
        href={({ id }) => href(`payments/statements/${id}`)}
        empty={<EmptyTeaching title={t(text.noStatements)}>{t(text.nothingToMatchHint)}</EmptyTeaching>}
      />
      <UploadDialog siteId={siteId} open={isUploading} onClose={() => setUploading(false)} />
    </Page>
  );
}

function UploadDialog({ siteId, open, onClose }: { readonly siteId: string; readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const { entities, isKnown } = useEntities(siteId);
  const [chosen, setChosen] = useState<string>();
  const entityId = chosen ?? entities[0]?.id;
  const send = useMutation({
    mutationFn: (file: File) => upload(uploadStatement, { params: { siteId, entityId: entityId ?? "" }, body: file }, () => {}),
    onSuccess: ({ id }) => go(href(`payments/statements/${id}`)),
  });
  return (
    <Modal title={t(text.upload)} open={open} onCancel={onClose} footer={null} destroyOnHidden>
      {isKnown && entities.length === 0 && <p>{t(text.noEntities)}</p>}
      {entityId && (
        <>
          <fieldset className="payments-field">
            <legend>{t(text.chooseAccount)}</legend>
            <Radio.Group
              value={entityId}
              onChange={({ target }) => setChosen(target.value as string)}
              options={entities.map(({ id, name, bankName, bankAccount }) => ({ value: id, label: `${name}（${[bankName, bankAccount].filter(Boolean).join(" ") || "—"}）` }))}
            />
          </fieldset>
          <ProblemNote error={send.error} />
          <Upload.Dragger
            accept=".xlsx,.csv,.txt"
            maxCount={1}
            showUploadList={false}
            disabled={send.isPending}
            beforeUpload={(file) => {
              send.mutate(file);
              return false;
            }}
          >
            <p>{t(text.drop)}</p>
          </Upload.Dragger>
        </>
      )}
    </Modal>
  );
}
