import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { z } from "zod";
import { linkTo, query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo, useHref } from "#platform/web/navigation.tsx";
import { Parts } from "#platform/web/parts.tsx";
import { sayReason } from "#platform/web/problem.ts";
import { useMay, useSession, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { ExportLink } from "#ui/ExportLink.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { getTenant } from "#features/tenants/contract.ts";
import {
  amendmentField,
  approveTerms,
  cancelTerms,
  endLease,
  getDifference,
  getLease,
  getSchedule,
  issueLetters,
  leaseTermsField,
  leasingRights,
  overrideSignature,
  putDays,
  refuseTerms,
  scheduleLineField,
  scheduleSheet,
  signTerms,
  submitTerms,
  withdrawTerms,
} from "../../contract.ts";
import { areaText, leaseStatuses, sayAmendment, sayDeposit, sayEscalation, sayFee, sayFree, versionKinds, versionStatuses } from "../../rules.ts";
import { labels } from "../labels.ts";
import { text as listText } from "../text.ts";
import { AmendmentDrawer } from "./AmendmentDrawer.tsx";
import { DifferenceTable, type Version, type View } from "./DifferenceTable.tsx";
import { ScheduleView } from "./ScheduleView.tsx";
import { text } from "./text.ts";
import "./lease.css";

/** A lease: where it stands and what comes next, its days, terms, annexes and schedule. */
export function LeaseScreen({ siteId, leaseId }: { readonly siteId: string; readonly leaseId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const view = useSuspenseQuery(query(getLease, { params: { siteId, leaseId } })).data;
  const { lease, places, versions } = view;
  const [drawer, setDrawer] = useState<"amend" | "days" | "end" | null>(null);
  const signed = versions[0]?.status === "signed";
  const day = (wire: string | null) => (wire ? format.day(wire) : "—");
  return (
    <Page
      title={lease.leaseNo}
      mark={<StatusTag tone={lease.status === "signed" ? "good" : lease.status === "cancelled" ? "quiet" : "open"}>{t(leaseStatuses[lease.status])}</StatusTag>}
      lead={
        <>
          <Link href={href(`tenants/${lease.tenantId}`)}>{lease.tenant}</Link> · {lease.place}
        </>
      }
      crumbs={[{ label: t(labels.leases), href: href("leasing/leases") }, { label: lease.leaseNo }]}
      actions={
        may(leasingRights.edit) && (
          <>
            {versions.length === 0 && lease.status === "signed" && <Button onPress={() => setDrawer("end")}>{t(listText.endLease)}</Button>}
            {signed && !view.open && <Button onPress={() => setDrawer("amend")}>{t(text.amend)}</Button>}
            <Button onPress={() => setDrawer("days")}>{t(text.setDays)}</Button>
          </>
        )
      }
    >
      {view.open && <NextStep siteId={siteId} view={view} open={view.open} />}
      <Section title={t(text.facts)}>
        <Facts
          facts={[
            { label: t(text.leaseStart), value: day(lease.leaseStart) },
            { label: t(text.leaseEnd), value: day(lease.leaseEnd) },
            { label: t(text.rentStart), value: day(lease.rentStart) },
            { label: t(text.handoverOn), value: day(lease.handoverOn) },
            { label: t(text.moveInOn), value: day(lease.moveInOn) },
            ...places.map(({ unitId, place, areaCenti, from, to }) => ({
              label: place,
              value: (
                <Link href={href(`sites/units/${unitId}`)}>
                  {areaCenti ? `${areaText(areaCenti)} ㎡ · ` : ""}
                  {day(from)} – {day(to)}
                </Link>
              ),
            })),
          ]}
        />
      </Section>
      {versions.length === 0 ? (
        <EmptyTeaching title={t(text.withoutTerms)} />
      ) : (
        <>
          <Versions siteId={siteId} view={view} onChangeAmendment={() => setDrawer("amend")} />
          <Annexes view={view} />
          <PointsOf view={view} />
          <ScheduleOf siteId={siteId} leaseId={leaseId} terms={versions[0]!.terms} />
        </>
      )}
      <Parts place="lease" props={{ siteId, leaseId, tenantId: lease.tenantId, subject: { kind: "lease", id: leaseId } }} />
      {drawer === "amend" && <AmendmentDrawer siteId={siteId} view={view} onClose={() => setDrawer(null)} />}
      {drawer === "end" && <EndDrawer siteId={siteId} view={view} onClose={() => setDrawer(null)} />}
      {drawer === "days" && <DaysDrawer siteId={siteId} view={view} onClose={() => setDrawer(null)} />}
    </Page>
  );
}

/** What may be done with the version that is not signed yet, and what still stands against its signature. */
function NextStep({ siteId, view, open }: { readonly siteId: string; readonly view: View; readonly open: NonNullable<View["open"]> }) {
  const { t, language } = useLanguage();
  const href = useHref();
  const go = useGo();
  const may = useMay();
  const { person } = useSession();
  const today = useToday();
  const version = view.versions.find(({ number }) => number === open.number)!;
  const params = { siteId, leaseId: view.lease.id, number: String(version.number) };
  const body = { version: version.version };
  const submit = useCommand(submitTerms);
  const approve = useCommand(approveTerms);
  const sign = useCommand(signTerms);
  const [asking, setAsking] = useState<"refuse" | "withdraw" | "cancel" | "override" | "issue" | null>(null);
  const isLease = version.number === 1;
  const own = version.submittedById === person.id || version.draftedById === person.id ? [{ code: "leasing.ownApproval", facts: {} }] : [];
  return (
    <Section title={`${t(text.next)} · ${t(versionKinds[version.kind])} · ${t(versionStatuses[version.status])}`}>
      {version.refusedReason && version.status === "draft" && (
        <p>
          {t(text.refusedBy)} {version.refusedByName}: {version.refusedReason}
        </p>
      )}
      {version.status === "approved" && (
        <>
          <p>{t(open.whyNotSign.length === 0 ? text.nothingAgainst : text.against)}</p>
          {open.whyNotSign.length > 0 && (
            <ul className="tl-gate">
              {open.whyNotSign.map((problem, place) => (
                <li key={place}>{sayReason(problem, language)}</li>
              ))}
            </ul>
          )}
        </>
      )}
      <div className="tk-actions">
        {version.status === "draft" && may(leasingRights.edit) && (
          <>
            <Button type="primary" loading={submit.isPending} onPress={() => submit.mutate({ params, body })}>
              {t(text.submit)}
            </Button>
            {isLease && <Button onPress={() => go(href(`leasing/leases/${view.lease.id}/draft`))}>{t(text.editDraft)}</Button>}
          </>
        )}
        {version.status === "submitted" && may(leasingRights.approve) && (
          <>
            <Button type="primary" unless={own} loading={approve.isPending} onPress={() => approve.mutate({ params, body })}>
              {t(text.approve)}
            </Button>
            <Button onPress={() => setAsking("refuse")}>{t(text.refuse)}</Button>
          </>
        )}
        {version.status === "approved" && may(leasingRights.sign) && (
          <>
            <Button type={version.documentId ? "default" : "primary"} onPress={() => setAsking("issue")}>
              {t(version.documentId ? text.issueAgain : text.issue)}
            </Button>
            {isLease && <Button onPress={() => go(href(`leasing/leases/${view.lease.id}/explanation`))}>{t(text.explain)}</Button>}
            <Button unless={open.whyNotSign} loading={sign.isPending} onPress={() => sign.mutate({ params, body: { signedOn: today } })}>
              {t(text.sign)}
            </Button>
            {may(leasingRights.override) && open.whyNotSign.length > 0 && (
              <Button danger onPress={() => setAsking("override")}>
                {t(text.override)}
              </Button>
            )}
          </>
        )}
        {(version.status === "submitted" || version.status === "approved") && may(leasingRights.edit) && <Button onPress={() => setAsking("withdraw")}>{t(text.withdraw)}</Button>}
        {may(leasingRights.edit) && <Button onPress={() => setAsking("cancel")}>{t(text.cancel)}</Button>}
      </div>
      <ProblemNote error={submit.error ?? approve.error ?? sign.error} />
      {asking === "refuse" && <Ask contract={refuseTerms} title={t(text.refuse)} request={{ params, body }} onClose={() => setAsking(null)} />}
      {asking === "withdraw" && <Ask contract={withdrawTerms} title={t(text.withdraw)} request={{ params, body }} onClose={() => setAsking(null)} />}
      {asking === "cancel" && <Ask contract={cancelTerms} title={t(text.cancel)} request={{ params, body }} onClose={() => setAsking(null)} />}
      {asking === "override" && <Override params={params} today={today} onClose={() => setAsking(null)} />}
      {asking === "issue" && <IssueModal siteId={siteId} view={view} version={version} onClose={() => setAsking(null)} />}
    </Section>
  );
}

type StepContract = typeof refuseTerms | typeof withdrawTerms | typeof cancelTerms;

function Ask({
  contract,
  title,
  request: { params, body },
  onClose,
}: {
  readonly contract: StepContract;
  readonly title: string;
  readonly request: { readonly params: { siteId: string; leaseId: string; number: string }; readonly body: { version: number } };
  readonly onClose: () => void;
}) {
  const command = useCommand(contract as typeof refuseTerms, { onDone: onClose });
  return (
    <ConfirmWithReason
      title={title}
      open
      onClose={onClose}
      isPending={command.isPending}
      error={command.error}
      onConfirm={(reason) => command.mutate({ params, body: { ...body, reason } })}
    />
  );
}

function Override({ params, today, onClose }: { readonly params: { siteId: string; leaseId: string; number: string }; readonly today: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const command = useCommand(overrideSignature, { onDone: onClose });
  return (
    <ConfirmWithReason
      title={t(text.override)}
      open
      onClose={onClose}
      isPending={command.isPending}
      error={command.error}
      onConfirm={(reason) => command.mutate({ params, body: { signedOn: today, reason } })}
    >
      <p>{t(text.overrideLead)}</p>
    </ConfirmWithReason>
  );
}

function IssueModal({ siteId, view, version, onClose }: { readonly siteId: string; readonly view: View; readonly version: Version; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const { data } = useQuery(query(getTenant, { params: { siteId, tenantId: version.tenantId } }));
  const contacts = (data?.contacts ?? []).filter(({ state, authorities }) => state === "active" && authorities.includes("signing"));
  const [contactId, setContactId] = useState<string>("");
  const [language, setLanguage] = useState<"zh" | "en" | "both">("zh");
  const [ask, setAsk] = useState(true);
  const issue = useCommand(issueLetters, { onDone: onClose, also: ["documents"] });
  const chosen = contactId || (contacts[0]?.id ?? "");
  return (
    <Modal
      title={t(text.issue)}
      open
      onCancel={onClose}
      okText={t(text.issue)}
      okButtonProps={{ disabled: chosen === "", loading: issue.isPending }}
      onOk={() => issue.mutate({ params: { siteId, leaseId: view.lease.id, number: String(version.number) }, body: { contactId: chosen as never, language, ask } })}
    >
      {data && contacts.length === 0 ? (
        <p>{t(text.noContact)}</p>
      ) : (
        <Form layout="vertical" component="div">
          <Form.Item label={t(text.contact)}>
            <Select<string>
              aria-label={t(text.contact)}
              value={chosen}
              onChange={setContactId}
              options={contacts.map(({ id, name, email }) => ({ value: id as string, label: email ? `${name} · ${email}` : name }))}
            />
          </Form.Item>
          <Form.Item label={t(text.language)}>
            <Select<"zh" | "en" | "both">
              aria-label={t(text.language)}
              value={language}
              onChange={setLanguage}
              options={[
                { value: "zh", label: "中文" },
                { value: "en", label: "English" },
                { value: "both", label: t(text.both) },
              ]}
            />
          </Form.Item>
          <Checkbox checked={ask} onChange={({ target }) => setAsk(target.checked)}>
            {t(text.askBySend)}
          </Checkbox>
        </Form>
      )}
      <ProblemNote error={issue.error} />
    </Modal>
  );
}

/** The lease and its amendments in their order, each with what it does to the schedule. */
function Versions({ siteId, view, onChangeAmendment }: { readonly siteId: string; readonly view: View; readonly onChangeAmendment: () => void }) {
  const { t } = useLanguage();
  const format = useFormat();
  const mayEdit = useMay()(leasingRights.edit);
  const nameOf = (id: string) => view.places.find(({ unitId }) => unitId === id)?.place ?? (id === view.lease.tenantId ? view.lease.tenant : id.slice(0, 8));
  return (
    <Section title={t(text.versions)}>
      <ul className="tl-versions">
        {view.versions.map((version) => {
          const terms = z.decode(leaseTermsField, version.terms);
          const sentences = version.amendment
            ? sayAmendment(z.decode(amendmentField, version.amendment), terms, nameOf)
            : [
                ...terms.fees.map((fee) => sayFee(fee, terms)),
                ...terms.fees.flatMap(sayFree),
                ...terms.fees.flatMap((fee) => fee.escalations.map((escalation) => sayEscalation(fee, escalation))),
                ...terms.deposits.map((deposit) => sayDeposit(deposit, terms.fees)),
              ];
          return (
            <li key={version.number}>
              <p>
                <strong>
                  {version.number}. {t(versionKinds[version.kind])}
                </strong>{" "}
                · {format.day(version.effectiveFrom)} ·{" "}
                <StatusTag tone={version.status === "signed" ? "good" : version.status === "cancelled" ? "quiet" : "open"}>{t(versionStatuses[version.status])}</StatusTag>
                {version.signedOn && ` ${format.day(version.signedOn)} ${t(version.grade === "paper" ? text.gradePaper : text.gradeElectronic)}`}
              </p>
              {version.reason && <p className="tk-quiet">{version.reason}</p>}
              <ul>
                {sentences.map((sentence, place) => (
                  <li key={place}>{t(sentence)}</li>
                ))}
              </ul>
              <p className="tk-quiet">
                {t(text.draftedBy)} {version.draftedByName}
                {version.approvedByName && ` · ${t(text.approvedBy)} ${version.approvedByName}`}
              </p>
              {version.amendment && version.status !== "cancelled" && <DifferenceOf siteId={siteId} leaseId={view.lease.id} number={version.number} />}
              {version.amendment && version.status === "draft" && mayEdit && <Button onPress={onChangeAmendment}>{t(text.changeAmendment)}</Button>}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function DifferenceOf({ siteId, leaseId, number }: { readonly siteId: string; readonly leaseId: string; readonly number: number }) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({ ...query(getDifference, { params: { siteId, leaseId, number: String(number) } }), enabled: isOpen });
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t(text.difference)}</summary>
      {data && <DifferenceTable lines={data.lines.map(({ key, before, after }) => ({ key, before, after }))} before={data.before} after={data.after} />}
    </details>
  );
}

function Annexes({ view }: { readonly view: View }) {
  const { t } = useLanguage();
  const href = useHref();
  const letters = view.versions.flatMap(({ documentId, kind, number }) =>
    documentId ? [{ code: `${number}`, name: kind === "original" ? text.letter : versionKinds[kind], documentId }] : [],
  );
  const states = { missing: ["quiet", text.annexMissing], unsigned: ["open", text.annexUnsigned], signed: ["good", text.annexSigned] } as const;
  return (
    <Section title={t(text.annexes)} actions={<Link href={href("leasing/annexes")}>{t(text.annexList)}</Link>}>
      <div className="tl-scroll">
        <table className="tl-lines">
          <tbody>
            {letters.map(({ code, name, documentId }) => (
              <tr key={code}>
                <td colSpan={3}>{t(name)}</td>
                <td className="tl-end">
                  <Link href={href(`documents/documents/${documentId}`)}>{t(text.open)}</Link>
                </td>
              </tr>
            ))}
            {view.annexes.map(({ code, name, isCompulsory, state, documentId }) => (
              <tr key={code}>
                <td>{t(name)}</td>
                <td>{t(isCompulsory ? text.compulsory : text.optional)}</td>
                <td>
                  <StatusTag tone={states[state][0]}>{t(states[state][1])}</StatusTag>
                </td>
                <td className="tl-end">{documentId && <Link href={href(`documents/documents/${documentId}`)}>{t(text.open)}</Link>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function PointsOf({ view }: { readonly view: View }) {
  const { t } = useLanguage();
  const format = useFormat();
  return (
    <Section title={t(text.points)}>
      <div className="tl-scroll">
        <table className="tl-lines">
          <tbody>
            {view.points.map(({ code, title, confirmed }) => (
              <tr key={code}>
                <td>{t(title)}</td>
                <td>
                  <StatusTag tone={confirmed ? "good" : "quiet"}>{t(confirmed ? text.confirmed : text.unconfirmed)}</StatusTag>
                </td>
                <td>{confirmed && `${confirmed.name} · ${format.moment(confirmed.at)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function ScheduleOf({ siteId, leaseId, terms }: { readonly siteId: string; readonly leaseId: string; readonly terms: Version["terms"] }) {
  const { t } = useLanguage();
  const schedule = useQuery({ ...query(getSchedule, { params: { siteId, leaseId } }), retry: false });
  return (
    <Section title={t(text.schedule)} actions={schedule.data && <ExportLink href={linkTo(scheduleSheet, { params: { siteId, leaseId } })} />}>
      <ProblemNote error={schedule.error} />
      {schedule.data && (
        <ScheduleView width={1100} lines={schedule.data.lines.map((line) => z.decode(scheduleLineField, line))} firstDue={terms.firstPaymentOn ?? terms.leaseStart} />
      )}
    </Section>
  );
}

/** Ends a lease that was recorded without its terms before its term is over. */
function EndDrawer({ siteId, view: { lease }, onClose }: { readonly siteId: string; readonly view: View; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const end = useCommand(endLease, { onDone: onClose });
  return (
    <FormDrawer<{ on: string; reason: string }>
      title={t(listText.endLease)}
      open
      onClose={onClose}
      isPending={end.isPending}
      error={end.error}
      onSubmit={({ on, reason }) => end.mutate({ params: { siteId, leaseId: lease.id }, body: { how: "ended", on, reason, version: lease.version } })}
    >
      <Form.Item name="on" label={t(listText.endedOn)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}

function DaysDrawer({ siteId, view: { lease }, onClose }: { readonly siteId: string; readonly view: View; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const put = useCommand(putDays, { onDone: onClose });
  return (
    <FormDrawer<{ handoverOn?: string; moveInOn?: string }>
      title={t(text.setDays)}
      open
      onClose={onClose}
      isPending={put.isPending}
      error={put.error}
      initial={{ ...(lease.handoverOn ? { handoverOn: lease.handoverOn } : {}), ...(lease.moveInOn ? { moveInOn: lease.moveInOn } : {}) }}
      onSubmit={({ handoverOn, moveInOn }) =>
        put.mutate({ params: { siteId, leaseId: lease.id }, body: { handoverOn: handoverOn || null, moveInOn: moveInOn || null, version: lease.version } })
      }
    >
      <Form.Item name="handoverOn" label={t(text.handoverOn)}>
        <DayInput />
      </Form.Item>
      <Form.Item name="moveInOn" label={t(text.moveInOn)}>
        <DayInput />
      </Form.Item>
    </FormDrawer>
  );
}
