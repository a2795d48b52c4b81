import { useQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import { getTenant } from "#features/tenants/contract.ts";
import { newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useToday } from "#platform/web/session.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import {
  askCompletion,
  explainGuide,
  extendPermit,
  issueAgreement,
  issuePermit,
  liftStop,
  recordFireApproval,
  rectifyStop,
  reviewEngineering,
  reviewFireSafety,
  stopWorks,
  tellDeductions,
  withdrawReview,
} from "../contract.ts";
import { type AcceptanceKind, completionAhead, reviewKinds, reviewOutcomes } from "../rules.ts";
import { AcceptanceDrawer } from "./AcceptanceDrawer.tsx";
import { ApplicationDrawer } from "./ApplicationDrawer.tsx";
import type { Case } from "./CaseScreen.tsx";
import { DecisionDrawer, DeductionsDrawer, FeesDrawer, RefundDrawer } from "./MoneyDrawers.tsx";
import { FileSlot } from "./FileSlot.tsx";
import { text } from "./text.ts";

export type OpenAct =
  | (
      | "guide"
      | "application"
      | "engineering"
      | "fireSafety"
      | "fireApproval"
      | "agreement"
      | "fees"
      | "permit"
      | "extension"
      | "stop"
      | "completion"
      | "deductions"
      | "telling"
      | "refund"
    )
  | { readonly withdrawReview: string }
  | { readonly rectify: string }
  | { readonly lift: string }
  | { readonly accept: AcceptanceKind }
  | { readonly decide: string };

export interface DrawerProps {
  readonly siteId: string;
  readonly found: Case;
  readonly onClose: () => void;
}

/** The form of the act that was chosen. */
export function Drawers({ act, ...props }: DrawerProps & { readonly act: OpenAct }) {
  if (typeof act !== "string") {
    if ("withdrawReview" in act) return <WithdrawReview {...props} reviewId={act.withdrawReview} />;
    if ("rectify" in act) return <Rectify {...props} stopOrderId={act.rectify} />;
    if ("lift" in act) return <Lift {...props} stopOrderId={act.lift} />;
    if ("accept" in act) return <AcceptanceDrawer {...props} kind={act.accept} />;
    return <DecisionDrawer {...props} refundId={act.decide} />;
  }
  switch (act) {
    case "guide":
      return <Guide {...props} />;
    case "application":
      return <ApplicationDrawer {...props} />;
    case "engineering":
    case "fireSafety":
      return <Review {...props} kind={act} />;
    case "fireApproval":
      return <FireApproval {...props} />;
    case "agreement":
      return <Agreement {...props} />;
    case "fees":
      return <FeesDrawer {...props} />;
    case "permit":
      return <Permit {...props} />;
    case "extension":
      return <Extension {...props} />;
    case "stop":
      return <Stop {...props} />;
    case "completion":
      return <Completion {...props} />;
    case "deductions":
      return <DeductionsDrawer {...props} />;
    case "telling":
      return <Telling {...props} />;
    case "refund":
      return <RefundDrawer {...props} />;
  }
}

const needed = [{ required: true, whitespace: true }];

function Guide({ siteId, found, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const explain = useCommand(explainGuide, { onDone: onClose });
  return (
    <FormDrawer<{ to: string }>
      title={t(text.recordGuide)}
      open
      onClose={onClose}
      submit={text.recordGuide}
      onSubmit={({ to }) => explain.mutate({ params: { siteId, caseId: found.id }, body: { to } })}
      isPending={explain.isPending}
      error={explain.error}
    >
      <Form.Item name="to" label={t(text.guideTo)} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
    </FormDrawer>
  );
}

function Review({ siteId, found, kind, onClose }: DrawerProps & { readonly kind: "engineering" | "fireSafety" }) {
  const { t } = useLanguage();
  const engineering = useCommand(reviewEngineering, { onDone: onClose });
  const fireSafety = useCommand(reviewFireSafety, { onDone: onClose });
  const [id] = useState(() => newId<"fitOutReview">());
  const give = kind === "engineering" ? engineering : fireSafety;
  const params = { siteId, caseId: found.id };
  return (
    <FormDrawer<{ outcome: "approved" | "returned"; opinion: string; conditions?: string; isFireReviewDue?: boolean }>
      title={t(reviewKinds[kind])}
      open
      onClose={onClose}
      initial={{ outcome: "approved" }}
      submit={text.submit}
      onSubmit={({ outcome, opinion, conditions = "", isFireReviewDue = false }) => {
        const body = { id, applicationId: found.application?.id ?? "", outcome, opinion, conditions };
        if (kind === "engineering") engineering.mutate({ params, body });
        else fireSafety.mutate({ params, body: { ...body, isFireReviewDue } });
      }}
      isPending={give.isPending}
      error={give.error}
    >
      <Form.Item name="outcome" label={t(text.outcome)} rules={[{ required: true }]}>
        <Radio.Group options={(["approved", "returned"] as const).map((value) => ({ value, label: t(reviewOutcomes[value]) }))} />
      </Form.Item>
      <Form.Item name="opinion" label={t(text.opinion)} rules={needed}>
        <Input.TextArea rows={4} maxLength={1000} />
      </Form.Item>
      <Form.Item name="conditions" label={t(text.conditions)}>
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
      {kind === "fireSafety" && (
        <Form.Item name="isFireReviewDue" valuePropName="checked">
          <Checkbox>{t(text.fireReviewDue)}</Checkbox>
        </Form.Item>
      )}
    </FormDrawer>
  );
}

function WithdrawReview({ siteId, found, reviewId, onClose }: DrawerProps & { readonly reviewId: string }) {
  const { t } = useLanguage();
  const withdraw = useCommand(withdrawReview, { onDone: onClose });
  return (
    <ConfirmWithReason
      title={t(text.withdrawReview)}
      open
      onClose={onClose}
      onConfirm={(reason) => withdraw.mutate({ params: { siteId, caseId: found.id, reviewId }, body: { reason } })}
      isPending={withdraw.isPending}
      error={withdraw.error}
      confirm={text.withdrawReview}
    />
  );
}

function FireApproval({ siteId, found, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const record = useCommand(recordFireApproval, { onDone: onClose });
  const files = found.files.filter(({ kind }) => kind === "fireApproval");
  return (
    <FormDrawer<{ no: string; on: string; fileId: string }>
      title={t(text.recordApproval)}
      open
      onClose={onClose}
      onSubmit={(body) => record.mutate({ params: { siteId, caseId: found.id }, body })}
      isPending={record.isPending}
      error={record.error}
    >
      <FileSlot siteId={siteId} caseId={found.id} kind="fireApproval" label={t(text.approvalFile)} files={found.files} />
      <Form.Item name="fileId" label={t(text.approvalFile)} rules={[{ required: true }]} {...(files.length === 0 ? { help: t(text.uploadApproval) } : {})}>
        <Select options={files.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name="no" label={t(text.approvalNo)} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="on" label={t(text.approvalOn)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
    </FormDrawer>
  );
}

function Agreement({ siteId, found, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const issue = useCommand(issueAgreement, { onDone: onClose });
  const contacts = useQuery(query(getTenant, { params: { siteId, tenantId: found.tenantId } })).data?.contacts.filter(({ state }) => state === "active") ?? [];
  const contractor = found.application?.details.contractor;
  return (
    <FormDrawer<{ contactId: string; contractorSigner: string; contractorEmail?: string }>
      title={t(text.issueAgreement)}
      open
      onClose={onClose}
      initial={{ contractorSigner: contractor?.manager ?? "", contractorEmail: contractor?.email ?? "" }}
      submit={text.issueAgreement}
      onSubmit={({ contactId, contractorSigner, contractorEmail = "" }) =>
        issue.mutate({ params: { siteId, caseId: found.id }, body: { contactId, contractorSigner, contractorEmail } })
      }
      isPending={issue.isPending}
      error={issue.error}
    >
      <Form.Item name="contactId" label={t(text.tenantSigner)} rules={[{ required: true }]}>
        <Select options={contacts.map(({ id, name, post }) => ({ value: id, label: post ? `${name} · ${post}` : name }))} />
      </Form.Item>
      <Form.Item name="contractorSigner" label={t(text.contractorSigner)} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="contractorEmail" label={t(text.mail)} rules={[{ type: "email" }]}>
        <Input maxLength={200} />
      </Form.Item>
    </FormDrawer>
  );
}

function Permit({ siteId, found, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const today = useToday();
  const issue = useCommand(issuePermit, { onDone: onClose });
  const [id] = useState(() => newId<"worksPermit">());
  const details = found.application?.details;
  const conditions = found.reviews.filter((review) => !review.withdrawn && review.version === found.application?.version && review.conditions !== "");
  return (
    <FormDrawer<{ from: string; to: string; conditions?: string }>
      title={t(text.issuePermit)}
      open
      onClose={onClose}
      initial={{
        from: details && details.from > today ? details.from : today,
        to: details?.to ?? today,
        conditions: conditions.map((review) => review.conditions).join("\n"),
      }}
      submit={text.issuePermit}
      onSubmit={({ from, to, conditions: said = "" }) => issue.mutate({ params: { siteId, caseId: found.id }, body: { id, from, to, conditions: said } })}
      isPending={issue.isPending}
      error={issue.error}
    >
      <Form.Item name="from" label={t(text.validFrom)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="to" label={t(text.validTo)} rules={[{ required: true }]}>
        <DayInput {...(details ? { max: details.insurance.to } : {})} />
      </Form.Item>
      <Form.Item name="conditions" label={t(text.conditions)}>
        <Input.TextArea rows={4} maxLength={1000} />
      </Form.Item>
    </FormDrawer>
  );
}

function Extension({ siteId, found, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const extend = useCommand(extendPermit, { onDone: onClose });
  const [id] = useState(() => newId<"worksPermit">());
  return (
    <FormDrawer<{ to: string; reason: string }>
      title={t(text.extend)}
      open
      onClose={onClose}
      submit={text.extend}
      onSubmit={(body) => extend.mutate({ params: { siteId, caseId: found.id }, body: { id, ...body } })}
      isPending={extend.isPending}
      error={extend.error}
    >
      <Form.Item name="to" label={t(text.validTo)} rules={[{ required: true }]}>
        <DayInput {...(found.application ? { max: found.application.details.insurance.to } : {})} />
      </Form.Item>
      <Form.Item name="reason" label={t(text.reason)} rules={needed}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}

function Stop({ siteId, found, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const stop = useCommand(stopWorks, { onDone: onClose });
  const [id] = useState(() => newId<"stopOrder">());
  const violation = found.patrols.find(({ result }) => result === "violation");
  return (
    <FormDrawer<{ violation: string; demand: string }>
      title={t(text.stopWorks)}
      open
      onClose={onClose}
      initial={{ violation: violation?.findings ?? "" }}
      submit={text.stopWorks}
      onSubmit={(body) => stop.mutate({ params: { siteId, caseId: found.id }, body: { id, patrolId: violation?.id ?? null, ...body } })}
      isPending={stop.isPending}
      error={stop.error}
    >
      <Form.Item name="violation" label={t(text.violation)} rules={needed}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
      <Form.Item name="demand" label={t(text.demand)} rules={needed}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}

function Rectify({ siteId, found, stopOrderId, onClose }: DrawerProps & { readonly stopOrderId: string }) {
  const { t } = useLanguage();
  const rectify = useCommand(rectifyStop, { onDone: onClose });
  return (
    <FormDrawer<{ text: string }>
      title={t(text.rectify)}
      open
      onClose={onClose}
      onSubmit={(body) => rectify.mutate({ params: { siteId, caseId: found.id, stopOrderId }, body })}
      isPending={rectify.isPending}
      error={rectify.error}
    >
      <Form.Item name="text" label={t(text.rectification)} rules={needed}>
        <Input.TextArea rows={4} maxLength={1000} />
      </Form.Item>
    </FormDrawer>
  );
}

function Lift({ siteId, found, stopOrderId, onClose }: DrawerProps & { readonly stopOrderId: string }) {
  const { t } = useLanguage();
  const lift = useCommand(liftStop, { onDone: onClose });
  return (
    <FormDrawer<{ note: string }>
      title={t(text.lift)}
      open
      onClose={onClose}
      submit={text.lift}
      onSubmit={(body) => lift.mutate({ params: { siteId, caseId: found.id, stopOrderId }, body })}
      isPending={lift.isPending}
      error={lift.error}
    >
      <Form.Item name="note" label={t(text.liftNote)} rules={needed}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}

function Completion({ siteId, found, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const today = useToday();
  const ask = useCommand(askCompletion, { onDone: onClose });
  const inDays = (days: number) => Temporal.PlainDate.from(today).add({ days }).toString();
  return (
    <FormDrawer<{ on: string }>
      title={t(text.askCompletion)}
      open
      onClose={onClose}
      initial={{ on: inDays(completionAhead.least) }}
      submit={text.askCompletion}
      onSubmit={(body) => ask.mutate({ params: { siteId, caseId: found.id }, body })}
      isPending={ask.isPending}
      error={ask.error}
    >
      <Form.Item name="on" label={t(text.completionOn)} rules={[{ required: true }]}>
        <DayInput min={inDays(completionAhead.least)} max={inDays(completionAhead.most)} />
      </Form.Item>
    </FormDrawer>
  );
}

function Telling({ siteId, found, onClose }: DrawerProps) {
  const { t } = useLanguage();
  const tell = useCommand(tellDeductions, { onDone: onClose });
  return (
    <FormDrawer<{ to: string }>
      title={t(text.tell)}
      open
      onClose={onClose}
      onSubmit={(body) => tell.mutate({ params: { siteId, caseId: found.id }, body })}
      isPending={tell.isPending}
      error={tell.error}
    >
      <Form.Item name="to" label={t(text.toldTo)} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
    </FormDrawer>
  );
}
