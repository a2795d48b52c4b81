import { Form, Input } from "antd";
import { useState } from "react";
import { linkTo, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import * as contract from "../contract.ts";
import { documentsRights } from "../contract/rights.ts";
import { isOpen, isOutside, means, parties } from "../rules.ts";
import type { DocumentView, SignerView } from "./DocumentCard.tsx";
import { text } from "./text.ts";

/** One who signs: for whom, whether they have, how and when, or the link they hold. */
export function SignerLine({ siteId, document, signer }: { readonly siteId: string; readonly document: DocumentView; readonly signer: SignerView }) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const [isCorrecting, setCorrecting] = useState(false);
  const { signature, link } = signer;
  const params = { siteId, documentId: document.id, signerId: signer.id };
  return (
    <li>
      <span className="document-signer">
        <strong>{signer.name}</strong>
        <span className="tk-quiet">{[t(parties[signer.party]), signer.partyName].filter(Boolean).join(" · ")}</span>
      </span>
      <span className="document-signed">
        <StatusTag tone={signature ? "good" : "open"}>
          {signature ? t(text.signedAt, { at: format.moment(signature.signedAt), means: t(means[signature.means]) }) : t(text.waiting)}
        </StatusTag>
        {signature && (
          <a href={linkTo(contract.signedFile, { params })} target="_blank" rel="noreferrer">
            {t(signature.scanFileId ? text.seeScan : text.seeInk)}
          </a>
        )}
        {signature && signature.byName !== signer.name && <span className="tk-quiet">{t(text.byPerson, { by: signature.byName })}</span>}
        {link && (
          <span className="tk-quiet">
            {t(text.linkSent, { sentTo: link.sentTo ?? "", until: format.shortMoment(link.expiresAt) })}
            {link.openedAt ? ` · ${t(text.linkOpened)}` : ""}
          </span>
        )}
        {!signature && isOutside(signer) && isOpen(document) && may(documentsRights.handle) && (
          <Button type="link" size="small" onPress={() => setCorrecting(true)}>
            {t(text.correct)}
          </Button>
        )}
      </span>
      {isCorrecting && <CorrectDrawer params={params} signer={signer} onClose={() => setCorrecting(false)} />}
    </li>
  );
}

function CorrectDrawer({
  params,
  signer,
  onClose,
}: {
  readonly params: { readonly siteId: string; readonly documentId: string; readonly signerId: string };
  readonly signer: SignerView;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const correct = useCommand(contract.correctSigner, { onDone: onClose });
  return (
    <FormDrawer<{ email?: string; phone?: string }>
      title={`${t(text.correct)} · ${signer.name}`}
      open
      onClose={onClose}
      initial={{ email: signer.email ?? "", phone: signer.phone ?? "" }}
      onSubmit={({ email, phone }) => correct.mutate({ params, body: { email: email?.trim() || null, phone: phone?.trim() || null } })}
      isPending={correct.isPending}
      error={correct.error}
    >
      <Form.Item name="email" label={t(text.email)}>
        <Input type="email" maxLength={254} />
      </Form.Item>
      <Form.Item name="phone" label={t(text.phone)}>
        <Input maxLength={40} />
      </Form.Item>
    </FormDrawer>
  );
}
