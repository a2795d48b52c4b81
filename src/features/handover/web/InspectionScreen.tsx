import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { Facts, Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { useToast } from "#ui/toast.tsx";
import { DocumentsSection } from "#features/documents/web/DocumentsPart.tsx";
import { getInspection, handoverRights, issueRecord, withdrawInspection } from "../contract.ts";
import { inspectionOf, inspectionTypes } from "../rules.ts";
import { AppointDrawer, AssignDrawer } from "./Drawers.tsx";
import { Items } from "./Items.tsx";
import { Counts, StageTag } from "./parts.tsx";
import { Keys, Meters, Questions, Signatures } from "./Recorded.tsx";
import { text } from "./text.ts";

/** An inspection as it stands: what was found, read, counted, asked and signed. */
export function InspectionScreen({ siteId, inspectionId }: { readonly siteId: string; readonly inspectionId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const go = useGo();
  const may = useMay();
  const toast = useToast();
  const page = useSuspenseQuery(query(getInspection, { params: { siteId, inspectionId } })).data;
  const [drawer, setDrawer] = useState<"assign" | "appoint" | "withdraw" | null>(null);
  const issue = useCommand(issueRecord, { onDone: () => toast(t(text.issued)) });
  const withdraw = useCommand(withdrawInspection, { onDone: () => setDrawer(null) });
  const state = inspectionOf(page.lines, page.facts);
  const isOpen = page.stage !== "signed" && page.stage !== "withdrawn";
  const arranges = may(handoverRights.arrange) && isOpen;
  const close = () => setDrawer(null);
  return (
    <Page
      title={`${t(inspectionTypes[page.type])} ${page.place}`}
      mark={<StageTag stage={page.stage} />}
      crumbs={[{ label: t(text.inspections), href: href("handover/inspections") }, { label: page.inspectionNo }]}
      actions={
        <>
          {page.type === "moveOut" && (
            <Button type={isOpen ? "default" : "primary"} onPress={() => go(href(`handover/inspections/${inspectionId}/twins`))}>
              {t(text.twins)}
            </Button>
          )}
          {arranges && <Button onPress={() => setDrawer("assign")}>{t(text.assign)}</Button>}
          {arranges && <Button onPress={() => setDrawer("appoint")}>{t(text.appoint)}</Button>}
          {arranges && page.stage !== "oneSigned" && <Button onPress={() => setDrawer("withdraw")}>{t(text.withdraw)}</Button>}
          {page.stage === "signed" && may(handoverRights.inspect) && (
            <Button loading={issue.isPending} onPress={() => issue.mutate({ params: { siteId, inspectionId }, body: { language: "both" } })}>
              {t(text.issue)}
            </Button>
          )}
        </>
      }
    >
      <ProblemNote error={issue.error} />
      <Facts
        facts={[
          { label: t(text.no), value: page.inspectionNo },
          { label: t(text.tenant), value: <Link href={href(`tenants/${page.tenantId}`)}>{page.tenant}</Link> },
          { label: t(text.assignee), value: page.assignee ?? t(text.nobody) },
          { label: t(text.appointment), value: page.appointmentAt ? [format.moment(page.appointmentAt), page.appointmentNote].filter(Boolean).join(" · ") : t(text.noAppointment) },
          { label: t(text.progress), value: <Counts counts={page.counts} /> },
          ...(page.counts.photosMissing > 0 ? [{ label: t(text.photosMissing), value: page.counts.photosMissing }] : []),
          { label: t(text.opened), value: t(text.openedBy, { at: format.shortMoment(page.openedAt), by: page.openedBy }) },
        ]}
      />
      {page.withdrawn && <p>{t(text.withdrawn, { at: format.moment(page.withdrawn.at), by: page.withdrawn.by, reason: page.withdrawn.reason })}</p>}
      {isOpen && (
        <p className="tk-quiet">
          {t(text.onPhone)} <a href={`/phone/sites/${siteId}/handover/${inspectionId}`}>{t(text.openOnPhone)}</a>
        </p>
      )}
      <Signatures siteId={siteId} signatures={state.signatures} facts={page.facts} />
      <Items siteId={siteId} items={state.items} photos={state.photos} />
      <Meters siteId={siteId} page={page} readings={state.meters} />
      <Keys keys={state.keys} />
      <Questions questions={state.questions} />
      <DocumentsSection siteId={siteId} subject={{ kind: "inspection", id: inspectionId }} />
      <AssignDrawer siteId={siteId} inspectionId={inspectionId} assigneeId={page.assigneeId} open={drawer === "assign"} onClose={close} />
      <AppointDrawer siteId={siteId} inspectionId={inspectionId} appointmentAt={page.appointmentAt} note={page.appointmentNote} open={drawer === "appoint"} onClose={close} />
      <ConfirmWithReason
        title={t(text.withdrawTitle, { no: page.inspectionNo })}
        open={drawer === "withdraw"}
        onClose={close}
        onConfirm={(reason) => withdraw.mutate({ params: { siteId, inspectionId }, body: { reason } })}
        isPending={withdraw.isPending}
        error={withdraw.error}
        confirm={text.withdraw}
      />
    </Page>
  );
}
