import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd-mobile";
import { useState } from "react";
import { query, type ReplyOf } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { EmptyTeaching, MobilePage } from "#ui/mobile/index.ts";
import { portalCases } from "../../contract/portal.ts";
// What stands against an act comes as codes: this brings the sentences for them.
import "../../rules/problems.ts";
import { text } from "../text.ts";
import { CaseCard } from "./CaseCard.tsx";
import { NoticeForm } from "./NoticeForm.tsx";
import { SlipForm } from "./SlipForm.tsx";
import { Slips } from "./Slips.tsx";
import "./portal.css";

export type PortalMoveOuts = ReplyOf<typeof portalCases>;

/** Our move-outs with the refund counting down, the notice we may give, our release slips. Manual 2.1.3, 2.1.4-2. */
export function MoveOutScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const { cases, leases, payer, maySign, mayRelease, openSlips } = useSuspenseQuery(query(portalCases, { params: { siteId } })).data;
  const [form, setForm] = useState<"notice" | "slip" | null>(null);
  return (
    <MobilePage title={t(text.portal)}>
      <p className="moveout-quiet">{t(text.portalLead)}</p>
      {cases.map((each) => (
        <CaseCard key={each.id} siteId={siteId} moveOut={each} mayRelease={mayRelease} />
      ))}
      {cases.length === 0 && <EmptyTeaching title={t(text.none)} />}
      <Slips siteId={siteId} slips={openSlips} />
      {!maySign && leases.length > 0 && <p className="moveout-quiet">{t(text.mustSign)}</p>}
      <div className="moveout-buttons">
        {maySign && leases.length > 0 && (
          <Button block onClick={() => setForm(form === "notice" ? null : "notice")} aria-expanded={form === "notice"}>
            {t(text.giveNotice)}
          </Button>
        )}
        {mayRelease && (
          <Button block onClick={() => setForm(form === "slip" ? null : "slip")} aria-expanded={form === "slip"}>
            {t(text.ask)}
          </Button>
        )}
      </div>
      {form === "notice" && <NoticeForm siteId={siteId} leases={leases} payer={payer} onDone={() => setForm(null)} />}
      {form === "slip" && <SlipForm siteId={siteId} caseId={null} place={leases[0]?.place ?? cases[0]?.place ?? ""} onDone={() => setForm(null)} />}
    </MobilePage>
  );
}
