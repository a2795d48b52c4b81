import { useSuspenseQuery } from "@tanstack/react-query";
import { Drawer, Form, Input, Popconfirm } from "antd";
import { useState } from "react";
import { linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import * as contract from "../contract.ts";
import { documentsRights } from "../contract/rights.ts";
import { FileField } from "./FileField.tsx";
import { text } from "./text.ts";
import "./documents.css";

type Certificate = ReplyOf<typeof contract.listCertificates>["items"][number];

/** The certificate in use, those before it, and how to get another. */
export function CertificateSection({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const { items } = useSuspenseQuery(query(contract.listCertificates, { params: { siteId } })).data;
  const make = useCommand(contract.makeCertificate);
  const [isUploading, setUploading] = useState(false);
  const columns: Column<Certificate>[] = [
    { key: "holder", title: t(text.holder), card: "heading", render: ({ name, organisation }) => [name, organisation].filter(Boolean).join(" · ") },
    { key: "origin", title: t(text.origin), width: "110px", render: ({ origin }) => t(text[origin]) },
    { key: "issuer", title: t(text.issuer), width: "200px", from: "wide", render: ({ issuer }) => issuer },
    {
      key: "valid",
      title: t(text.validity),
      width: "210px",
      from: "medium",
      render: ({ validFrom, validTo }) => `${format.day(validFrom.slice(0, 10))} – ${format.day(validTo.slice(0, 10))}`,
    },
    { key: "print", title: t(text.fingerprint), width: "190px", from: "wide", render: ({ fingerprint }) => <code>{fingerprint.slice(0, 16)}…</code> },
    {
      key: "file",
      title: t(text.publicPart),
      width: "170px",
      render: ({ id }) => (
        <a href={linkTo(contract.downloadCertificate, { params: { siteId, certificateId: id } })} download>
          {t(text.publicPart)}
        </a>
      ),
    },
    {
      key: "state",
      title: t(text.state),
      width: "130px",
      card: "mark",
      render: ({ endedAt }) => <StatusTag tone={endedAt ? "quiet" : "good"}>{t(endedAt ? text.ended : text.inUse)}</StatusTag>,
    },
  ];
  return (
    <Section
      title={t(text.certificate)}
      actions={
        may(documentsRights.settings) && (
          <>
            <Popconfirm title={t(text.makeNewTitle)} onConfirm={() => make.mutate({ params: { siteId } })}>
              <Button loading={make.isPending}>{t(text.makeNew)}</Button>
            </Popconfirm>
            <Button onPress={() => setUploading(true)}>{t(text.upload)}</Button>
          </>
        )
      }
    >
      <p>{t(text.certificateLead)}</p>
      <ProblemNote error={make.error} />
      <DataTable label={t(text.certificate)} rows={items} rowKey={({ id }) => id} columns={columns} empty={<p className="tk-quiet">{t(text.noCertificate)}</p>} />
      {isUploading && <UploadDrawer siteId={siteId} onClose={() => setUploading(false)} />}
    </Section>
  );
}

function UploadDrawer({ siteId, onClose }: { readonly siteId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const upload = useCommand(contract.uploadCertificate, { onDone: onClose });
  const [pkcs12, setPkcs12] = useState<string | null>(null);
  return (
    <Drawer title={t(text.upload)} open onClose={onClose} size={480} destroyOnHidden className="tk-drawer">
      <CommandForm<{ password?: string }>
        submit={text.upload}
        onSubmit={({ password }) => {
          if (pkcs12) upload.mutate({ params: { siteId }, body: { pkcs12, password: password ?? "" } });
        }}
        onCancel={onClose}
        isPending={upload.isPending}
        error={upload.error}
        unless={pkcs12 ? [] : [{ sentence: t(text.chooseFile) }]}
      >
        <Form.Item label={t(text.p12)} required>
          <FileField label={t(text.p12)} accept=".p12,.pfx" onChoose={(file) => void base64Of(file).then(setPkcs12)} />
        </Form.Item>
        <Form.Item name="password" label={t(text.password)}>
          <Input.Password autoComplete="off" maxLength={200} />
        </Form.Item>
      </CommandForm>
    </Drawer>
  );
}

async function base64Of(file: File | null): Promise<string | null> {
  if (!file) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
