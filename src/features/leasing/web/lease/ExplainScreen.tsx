import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { Button } from "#ui/Button.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { getTenant } from "#features/tenants/contract.ts";
import { confirmPoint, getLease } from "../../contract.ts";
import { Field } from "./Field.tsx";
import { PointList } from "./PointList.tsx";
import { text } from "./text.ts";
import "./lease.css";

/** The officer's screen handed over: the tenant's contact confirms point by point that it was explained. Manual 2.1.2-2. */
export function ExplainScreen({ siteId, leaseId }: { readonly siteId: string; readonly leaseId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const { lease, points } = useSuspenseQuery(query(getLease, { params: { siteId, leaseId } })).data;
  const { data } = useQuery(query(getTenant, { params: { siteId, tenantId: lease.tenantId } }));
  const contacts = (data?.contacts ?? []).filter(({ state }) => state === "active");
  const [chosen, setChosen] = useState("");
  const contactId = chosen || (contacts[0]?.id ?? "");
  const confirm = useCommand(confirmPoint);
  return (
    <Page
      title={t(text.points)}
      lead={`${lease.leaseNo} · ${lease.tenant}`}
      width="reading"
      actions={<Button onPress={() => go(href(`leasing/leases/${leaseId}`))}>{t(text.handBack)}</Button>}
    >
      <p>{t(text.pointsLead)}</p>
      <Field label={t(text.contact)}>
        {(id) => <Select<string> id={id} value={contactId} onChange={setChosen} options={contacts.map((contact) => ({ value: contact.id as string, label: contact.name }))} />}
      </Field>
      <ProblemNote error={confirm.error} />
      <PointList
        points={points}
        isPending={confirm.isPending}
        onConfirm={contactId === "" ? undefined : ({ code, hash }) => confirm.mutate({ params: { siteId, leaseId, point: code }, body: { hash, contactId: contactId as never } })}
      />
    </Page>
  );
}
