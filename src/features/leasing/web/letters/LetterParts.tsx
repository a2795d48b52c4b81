import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { infinite, query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Section } from "#ui/Page.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { listHolds, listLetters } from "../../contract/letters.ts";
import { leasingRights } from "../../contract/rights.ts";
import { LetterDrawer } from "./LetterDrawer.tsx";
import { LetterTable } from "./LetterTable.tsx";
import { text } from "./text.ts";

/** The letters of intent of a lead, on its page. */
export const LeadLetters = ({ siteId, leadId }: { readonly siteId: string; readonly leadId: string }) => <Letters siteId={siteId} to={{ leadId }} />;

/** The letters of intent of a tenant, on its page. */
export const TenantLetters = ({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) => <Letters siteId={siteId} to={{ tenantId }} />;

type Whose = { readonly leadId: string } | { readonly tenantId: string };

function Letters(props: { readonly siteId: string; readonly to: Whose }) {
  return useMay()(leasingRights.readLetters) ? <LettersOf {...props} /> : null;
}

function LettersOf({ siteId, to }: { readonly siteId: string; readonly to: Whose }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const mayEdit = useMay()(leasingRights.edit);
  const letters = useInfiniteQuery(infinite(listLetters, { params: { siteId }, query: to }));
  const [writing, setWriting] = useState(false);
  return (
    <Section title={t(text.letters)} actions={mayEdit && <Button onPress={() => setWriting(true)}>{t(text.write)}</Button>}>
      {letters.data?.length === 0 ? <p className="tk-quiet">{t(text.noneHere)}</p> : <LetterTable rows={letters} />}
      {writing && <LetterDrawer siteId={siteId} to={to} onClose={() => setWriting(false)} onDone={(id) => go(href(`leasing/letters/${id}`))} />}
    </Section>
  );
}

/** Who holds a unit today, on its page; nothing where nobody does. */
export function UnitHold(props: { readonly siteId: string; readonly unitId: string }) {
  return useMay()(leasingRights.readLetters) ? <HoldOf {...props} /> : null;
}

function HoldOf({ siteId, unitId }: { readonly siteId: string; readonly unitId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const hold = useQuery(query(listHolds, { params: { siteId } })).data?.holds.find((each) => each.unitId === unitId);
  if (!hold) return null;
  return (
    <Section title={t(text.hold)}>
      <div className="tk-row">
        <StatusTag tone="open">{t(text.held)}</StatusTag>
        <span>{t(text.heldFor, { party: hold.partyName, until: format.day(hold.heldUntil) })}</span>
        <Link href={href(`leasing/letters/${hold.letterId}`)}>{hold.letterNo}</Link>
      </div>
    </Section>
  );
}
