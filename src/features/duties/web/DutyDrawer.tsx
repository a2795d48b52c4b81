import { useQuery } from "@tanstack/react-query";
import { Drawer, Form, Input, Select } from "antd";
import { useState } from "react";
import { departmentOf, roleNames, staffRoles, type Role } from "#kernel/role.ts";
import { listMembers } from "#features/people/contract.ts";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref, useSubjectHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { Timeline } from "#ui/figures.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Facts } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { Pending } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { dutiesRights, excuseDuty, getDuty, handOnDuty, pauseDuty, resumeDuty } from "../contract.ts";
import { escalationTargets, outcomeNames, pauseReasons, type PauseReason, sayReason } from "../rules.ts";
import { ArithmeticLines, DueTime } from "./DueTime.tsx";
import { ClauseLink, Owner } from "./DutyRows.tsx";
import { text } from "./text.ts";

type Detail = ReplyOf<typeof getDuty>;

/** One duty beside its list: the arithmetic of its due time, what became of it, and what may be done. `dutyId` empty: closed. */
export function DutyDrawer({ siteId, dutyId, onClose }: { readonly siteId: string; readonly dutyId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const { data: duty, error } = useQuery({ ...query(getDuty, { params: { siteId, dutyId } }), enabled: dutyId !== "" });
  return (
    <Drawer title={duty ? duty.subject.label : t(text.details)} open={dutyId !== ""} onClose={onClose} size={560} destroyOnHidden className="tk-drawer">
      <ProblemNote error={error} />
      {!duty && !error && <Pending />}
      {duty && <DutyFacts duty={duty} />}
    </Drawer>
  );
}

function DutyFacts({ duty }: { readonly duty: Detail }) {
  const { t, language } = useLanguage();
  const { moment } = useFormat();
  const toHref = useHref();
  const href = useSubjectHref()(duty.subject, duty.siteId);
  return (
    <div className="tk-stack duty-detail">
      <div className="tk-row">
        <DueTime duty={duty} />
        {duty.isOverridden && <StatusTag tone="warn">{t(text.overridden)}</StatusTag>}
        {href && <Link href={href}>{t(text.openSubject)}</Link>}
      </div>
      {!duty.outcome && <Acts duty={duty} />}
      <section>
        <h3>{t(text.arithmetic)}</h3>
        <ArithmeticLines explanation={duty.explanation} language={language} isProvisional={duty.isProvisional && !duty.outcome} />
      </section>
      <Facts
        facts={[
          { label: t(text.clause), value: <ClauseLink clause={duty.clause} name={duty.name[language]} /> },
          { label: t(text.why), value: duty.reason[language] },
          { label: t(text.owner), value: <Owner duty={duty} /> },
          ...(duty.owedTo ? [{ label: t(text.owedTo), value: duty.owedTo.label }] : []),
          { label: t(text.opened), value: moment(duty.openedAt) },
          { label: t(text.due), value: moment(duty.dueAt) },
          ...(duty.promisedAt ? [{ label: t(text.promisedAt), value: moment(duty.promisedAt) }] : []),
          ...(duty.closedAt ? [{ label: t(text.closedAt), value: moment(duty.closedAt) }] : []),
          ...(duty.outcome ? [{ label: t(text.outcome), value: t(outcomeNames[duty.outcome]) }] : []),
          ...(duty.evidenceId ? [{ label: t(text.evidence), value: <Link href={toHref(`evidence/facts/${duty.evidenceId}`)}>{t(text.openEvidence)}</Link> }] : []),
          ...(duty.excuse ? [{ label: t(text.excuseReason), value: t(text.excusedBy, { reason: t(sayReason(duty.excuse)), by: duty.excuse.by }) }] : []),
          { label: t(text.manualVersion, { version: duty.manualVersion }), value: duty.standard },
        ]}
      />
      <History duty={duty} />
    </div>
  );
}

function History({ duty }: { readonly duty: Detail }) {
  const { t } = useLanguage();
  const { shortMoment } = useFormat();
  const pauses = duty.pauses.map(({ from, to, reason, note, by }) => ({
    key: `pause ${from}`,
    order: from,
    at: t(text.fromTo, { from: shortMoment(from), to: to ? shortMoment(to) : t(text.lasting) }),
    title: t(text.pausedFrom, { reason: pauseReasons[reason] }),
    who: t(text.keptPerson, { by }),
    tone: "paused" as const,
    children: note,
  }));
  const rungs = duty.escalations.map(({ step, target, role, escalatedAt }) => ({
    key: `rung ${step}`,
    order: escalatedAt,
    at: shortMoment(escalatedAt),
    title: t(text.escalatedTo, { target: escalationTargets[target] }),
    who: role ? t(roleNames[role]) : undefined,
    tone: "warn" as const,
  }));
  const entries = [...pauses, ...rungs].toSorted((a, b) => a.order.localeCompare(b.order));
  if (entries.length === 0) return null;
  return (
    <section>
      <h3>{t(text.history)}</h3>
      <Timeline label={t(text.history)} entries={entries} />
    </section>
  );
}

/** What may be done with an open duty; what stands against it is said at its button. */
function Acts({ duty }: { readonly duty: Detail }) {
  const { t } = useLanguage();
  const may = useMay();
  const [act, setAct] = useState<"excuse" | "pause" | "handOn" | null>(null);
  const close = () => setAct(null);
  const params = { siteId: duty.siteId, dutyId: duty.id };
  const excuse = useCommand(excuseDuty, { onDone: close });
  const pause = useCommand(pauseDuty, { onDone: close });
  const resume = useCommand(resumeDuty);
  return (
    <div className="tk-actions">
      {may(dutiesRights.handOn) && <Button onPress={() => setAct("handOn")}>{t(text.handOn)}</Button>}
      {may(dutiesRights.pause) &&
        (duty.isPaused ? (
          <Button type="primary" loading={resume.isPending} onPress={() => resume.mutate({ params })}>
            {t(text.resume)}
          </Button>
        ) : (
          <Button unless={duty.whyNotPause} onPress={() => setAct("pause")}>
            {t(text.pause)}
          </Button>
        ))}
      {may(dutiesRights.excuse) && (
        <Button unless={duty.whyNotExcuse} onPress={() => setAct("excuse")}>
          {t(text.excuse)}
        </Button>
      )}
      <ProblemNote error={resume.error} />
      <ConfirmWithReason
        title={t(text.excuseTitle)}
        open={act === "excuse"}
        onClose={close}
        onConfirm={(reason) => excuse.mutate({ params, body: { reason } })}
        isPending={excuse.isPending}
        error={excuse.error}
        confirm={text.excuse}
      >
        <p className="tk-quiet">{t(text.excuseHint)}</p>
      </ConfirmWithReason>
      <FormDrawer<{ reason: PauseReason; note?: string }>
        title={t(text.pauseTitle)}
        open={act === "pause"}
        onClose={close}
        onSubmit={({ reason, note = "" }) => pause.mutate({ params, body: { reason, note } })}
        isPending={pause.isPending}
        error={pause.error}
        submit={text.pause}
      >
        <p className="tk-quiet">{t(text.pauseHint)}</p>
        <Form.Item name="reason" label={t(text.pauseReason)} rules={[{ required: true }]}>
          <Select options={Object.entries(pauseReasons).map(([value, label]) => ({ value, label: t(label) }))} />
        </Form.Item>
        <Form.Item name="note" label={t(text.note)}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </FormDrawer>
      <HandOnDrawer duty={duty} open={act === "handOn"} onClose={close} />
    </div>
  );
}

function HandOnDrawer({ duty, open, onClose }: { readonly duty: Detail; readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const [role, setRole] = useState<Role>(duty.ownerRole);
  const members = useQuery({ ...query(listMembers, { params: { siteId: duty.siteId }, query: { role, limit: 200 } }), enabled: open });
  const handOn = useCommand(handOnDuty, { onDone: onClose });
  return (
    <FormDrawer<{ ownerRole: Role; ownerId: string }>
      title={t(text.handOnTitle)}
      open={open}
      onClose={onClose}
      initial={{ ownerRole: duty.ownerRole, ownerId: "" }}
      onChange={({ ownerRole }) => setRole(ownerRole)}
      onSubmit={({ ownerRole, ownerId }) => handOn.mutate({ params: { siteId: duty.siteId, dutyId: duty.id }, body: { ownerRole, ownerId: ownerId || null } })}
      isPending={handOn.isPending}
      error={handOn.error}
      submit={text.handOn}
    >
      <p className="tk-quiet">{t(text.handOnHint)}</p>
      <Form.Item name="ownerRole" label={t(text.toRole)} rules={[{ required: true }]}>
        <Select showSearch={{ optionFilterProp: "label" }} options={staffRoles.filter((one) => departmentOf(one)).map((one) => ({ value: one, label: t(roleNames[one]) }))} />
      </Form.Item>
      <Form.Item name="ownerId" label={t(text.toPerson)}>
        <Select options={[{ value: "", label: t(text.anybody) }, ...(members.data?.items ?? []).map(({ personId, name }) => ({ value: personId, label: name }))]} />
      </Form.Item>
    </FormDrawer>
  );
}
