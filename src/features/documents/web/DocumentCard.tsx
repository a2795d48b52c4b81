import { FilePdfOutlined, FileWordOutlined } from "@ant-design/icons";
import { Modal } from "antd";
import { useState } from "react";
import { linkTo, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay, useSession } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import { useToast } from "#ui/toast.tsx";
import * as contract from "../contract.ts";
import { documentsRights } from "../contract/rights.ts";
import { type DocumentState, documentStates, grades, isOutside, whyNotAsk } from "../rules.ts";
import { ScanDrawer } from "./ScanDrawer.tsx";
import { SignDrawer } from "./SignDrawer.tsx";
import { SignerLine } from "./SignerLine.tsx";
import { text } from "./text.ts";
import { WordLinks } from "./WordLinks.tsx";
import "./documents.css";

export type DocumentView = ReplyOf<typeof contract.getDocument>;
export type SignerView = DocumentView["signers"][number];

export const tones: Readonly<Record<DocumentState, Tone>> = { issued: "open", signing: "open", completed: "good", superseded: "quiet", withdrawn: "quiet" };

/** A document: how it stands, its file, who has signed and how, and what can be done about it. */
export function DocumentCard({ siteId, document }: { readonly siteId: string; readonly document: DocumentView }) {
  const { t } = useLanguage();
  const format = useFormat();
  const { title, version, state, signers, grade } = document;
  return (
    <article className="document">
      <header>
        <h3>
          {t(title)} <small>{t(text.version, { version })}</small>
        </h3>
        <StatusTag tone={tones[state]}>{t(documentStates[state])}</StatusTag>
        {grade && <span className="tk-quiet">{t(grades[grade])}</span>}
      </header>
      <p className="tk-quiet">
        {t(text.by, { by: document.issuedByName, at: format.moment(document.issuedAt) })}
        {document.closedReason ? ` · ${document.closedReason}` : ""}
      </p>
      <Files siteId={siteId} document={document} />
      {signers.length > 0 && (
        <ul className="document-signers" aria-label={t(text.signers)}>
          {signers.map((signer) => (
            <SignerLine key={signer.id} siteId={siteId} document={document} signer={signer} />
          ))}
        </ul>
      )}
      <Acts siteId={siteId} document={document} />
    </article>
  );
}

function Files({ siteId, document }: { readonly siteId: string; readonly document: DocumentView }) {
  const { t } = useLanguage();
  const file = (as: "newest" | "issued") => linkTo(contract.downloadDocument, { params: { siteId, documentId: document.id }, query: { as } });
  return (
    <p className="document-files">
      <a href={file("newest")} target="_blank" rel="noreferrer">
        {document.format === "docx" ? <FileWordOutlined aria-hidden /> : <FilePdfOutlined aria-hidden />}{" "}
        {t(document.format === "docx" ? text.openWord : document.sealedFileId ? text.openSigned : text.openPdf)}
      </a>
      {document.sealedFileId && (
        <a href={file("issued")} target="_blank" rel="noreferrer">
          {t(text.openIssued)}
        </a>
      )}
      {document.proofCode && (
        <a href={`/verify/${document.proofCode}`} target="_blank" rel="noreferrer">
          {t(text.verify)}
        </a>
      )}
      <WordLinks siteId={siteId} document={document} />
    </p>
  );
}

function Acts({ siteId, document }: { readonly siteId: string; readonly document: DocumentView }) {
  const { t } = useLanguage();
  const may = useMay();
  const { person } = useSession();
  const params = { siteId, documentId: document.id };
  const [open, setOpen] = useState<"sign" | "witness" | "scan" | "withdraw" | null>(null);
  const close = () => setOpen(null);
  const ask = useCommand(contract.askForSignatures);
  const withdraw = useCommand(contract.withdrawDocument, { onDone: close });
  if (document.state !== "issued" && document.state !== "signing") return null;

  const unsigned = document.signers.filter(({ signature }) => !signature);
  const outside = unsigned.filter(isOutside);
  const mine = unsigned.filter((signer) => !isOutside(signer) && (signer.personId ? signer.personId === person.id : may(documentsRights.sign)));
  const onScreen = document.format === "pdf";
  return (
    <div className="document-acts">
      {may(documentsRights.handle) && outside.length > 0 && (
        <Button
          type="primary"
          loading={ask.isPending}
          unless={whyNotAsk(
            document,
            document.signers.map(({ signature }) => ({ isSigned: signature !== null })),
          )}
          onPress={() => ask.mutate({ params, body: {} })}
        >
          {t(outside.some(({ link }) => link) ? text.askAgain : text.ask)}
        </Button>
      )}
      {onScreen && mine.length > 0 && <Button onPress={() => setOpen("sign")}>{t(text.signHere)}</Button>}
      {onScreen && may(documentsRights.handle) && outside.length > 0 && <Button onPress={() => setOpen("witness")}>{t(text.witness)}</Button>}
      {may(documentsRights.handle) && unsigned.length > 0 && <Button onPress={() => setOpen("scan")}>{t(text.scan)}</Button>}
      {may(documentsRights.handle) && <Button onPress={() => setOpen("withdraw")}>{t(text.withdraw)}</Button>}
      <ProblemNote error={ask.error} />
      {open === "sign" && <SignDrawer siteId={siteId} document={document} signers={mine} onClose={close} />}
      {open === "witness" && <SignDrawer siteId={siteId} document={document} signers={outside} isWitnessed onClose={close} />}
      {open === "scan" && <ScanDrawer siteId={siteId} document={document} onClose={close} />}
      <ConfirmWithReason
        title={t(text.withdrawTitle)}
        open={open === "withdraw"}
        onClose={close}
        onConfirm={(reason) => withdraw.mutate({ params, body: { reason } })}
        isPending={withdraw.isPending}
        error={withdraw.error}
      />
      {ask.data && ask.data.links.length > 0 && <SentLinks links={ask.data.links} onClose={ask.reset} />}
    </div>
  );
}

function SentLinks({ links, onClose }: { readonly links: ReplyOf<typeof contract.askForSignatures>["links"]; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const toast = useToast();
  return (
    <Modal title={t(text.links)} open onCancel={onClose} onOk={onClose} okText={t(text.close)} cancelButtonProps={{ hidden: true }}>
      <p>{t(text.linksLead)}</p>
      <ul className="document-links">
        {links.map(({ signerId, name, sentTo, path }) => (
          <li key={signerId}>
            <span>
              {name} · {sentTo}
            </span>
            <Button
              size="small"
              onPress={() => {
                void navigator.clipboard.writeText(`${location.origin}${path}`).then(() => toast(t(text.copied)));
              }}
            >
              {t(text.copy)}
            </Button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
