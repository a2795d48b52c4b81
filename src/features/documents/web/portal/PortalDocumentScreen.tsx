import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd-mobile";
import { useState } from "react";
import { linkTo, query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { InkPad } from "#ui/InkPad.tsx";
import { MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import * as contract from "../../contract.ts";
import { documentsRights } from "../../contract/rights.ts";
import { documentStates, parties } from "../../rules.ts";
import { PaperPages } from "../PaperPages.tsx";
import { text } from "./text.ts";
import "../paper.css";

/** One document of the company: its pages, who has signed, and the pen for whoever is named and may sign. */
export function PortalDocumentScreen({ siteId, documentId }: { readonly siteId: string; readonly documentId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const params = { siteId, documentId };
  const found = useSuspenseQuery(query(contract.portalDocument, { params })).data;
  const sign = useCommand(contract.signAsContact);
  const [image, setImage] = useState<string | null>(null);
  const [agrees, setAgrees] = useState(false);
  const isOpen = found.state === "issued" || found.state === "signing";
  return (
    <MobilePage title={t(found.title)} back={href("documents")}>
      <p className="portal-lead">
        {found.subject.label} · {t(documentStates[found.state])} · {format.moment(found.issuedAt)}
      </p>
      <PaperPages pages={found.pages} title={t(found.title)} />
      <p>
        <a href={linkTo(contract.portalFile, { params })} download>
          {t(text.download)}
        </a>
      </p>
      <h2>{t(text.others)}</h2>
      <ul>
        {found.signers.map(({ id, party, partyName, name, signature }) => (
          <li key={id}>
            {[t(parties[party]), partyName, name].filter(Boolean).join(" · ")} – {signature ? t(text.signedAt, { at: format.moment(signature.signedAt) }) : t(text.notYet)}
          </li>
        ))}
      </ul>
      {found.mySignerId && isOpen && found.pages.length > 0 && may(documentsRights.portalSign) && (
        <>
          <h2>{t(text.yourSignature)}</h2>
          <InkPad onChange={setImage} />
          <label className="paper-agree">
            <input type="checkbox" checked={agrees} onChange={(event) => setAgrees(event.target.checked)} />
            {t(text.agree)}
          </label>
          <ProblemNote error={sign.error} />
          <Button
            block
            color="primary"
            size="large"
            disabled={!image || !agrees}
            loading={sign.isPending}
            onClick={() => {
              if (image && found.mySignerId) sign.mutate({ params, body: { signerId: found.mySignerId, image, documentHash: found.hash } });
            }}
          >
            {t(text.sign)}
          </Button>
        </>
      )}
    </MobilePage>
  );
}
