import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd-mobile";
import { useRef, useState } from "react";
import { newId } from "#kernel/id.ts";
import { readYuan, yuanText } from "#kernel/money.ts";
import type { Words } from "#kernel/words.ts";
import { query, upload, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import { getOwnCase, readOwnWorkers, submitOwnApplication } from "../../contract/portal.ts";
// What stands against handing in comes as codes: this brings the sentences for them.
import "../../rules.ts";
import { text } from "../text.ts";
import { workersOf, workersText } from "../workers.ts";
import { OwnFiles } from "./OwnFiles.tsx";
import "./portal.css";

const changes = ["isStructural", "changesFireSystem", "changesAirConditioning", "changesWater", "hasHiddenWorks"] as const;
type Change = (typeof changes)[number];

const fields = {
  contractorName: { label: text.contractorName, isNeeded: true },
  licenceNo: { label: text.licenceNo, isNeeded: true },
  licenceUntil: { label: text.licenceUntil, isDay: true },
  manager: { label: text.manager, isNeeded: true },
  phone: { label: text.phone, isNeeded: true },
  email: { label: text.mail },
  scope: { label: text.scope, isNeeded: true },
  from: { label: text.from, isDay: true, isNeeded: true },
  to: { label: text.to, isDay: true, isNeeded: true },
  hours: { label: text.hours, isNeeded: true },
  loadKw: { label: text.loadKw, isNeeded: true },
  budget: { label: text.budget },
  insurer: { label: text.insurer, isNeeded: true },
  policyNo: { label: text.policyNo, isNeeded: true },
  insuredFrom: { label: text.insuredFrom, isDay: true, isNeeded: true },
  insuredTo: { label: text.insuredTo, isDay: true, isNeeded: true },
} as const satisfies Record<string, { readonly label: Words; readonly isDay?: true; readonly isNeeded?: true }>;
type Field = keyof typeof fields;
const names = Object.keys(fields) as Field[];

/** F04 from the phone; after it was sent back it begins with what was handed in. */
export function ApplicationScreen({ siteId, caseId }: { readonly siteId: string; readonly caseId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const found = useSuspenseQuery(query(getOwnCase, { params: { siteId, caseId } })).data;
  const before = found.application?.details;
  const [id] = useState(() => newId<"fitOutApplication">());
  const [values, setValues] = useState<Record<Field, string>>(() => ({
    ...(Object.fromEntries(names.map((name) => [name, ""])) as Record<Field, string>),
    ...(before
      ? {
          ...{
            contractorName: before.contractor.name,
            licenceNo: before.contractor.licenceNo,
            licenceUntil: before.contractor.licenceUntil ?? "",
            manager: before.contractor.manager,
          },
          ...{
            phone: before.contractor.phone,
            email: before.contractor.email ?? "",
            scope: before.scope,
            from: before.from,
            to: before.to,
            hours: before.hours,
            loadKw: before.loadKw,
          },
          budget: before.budget == null ? "" : yuanText(before.budget),
          ...{ insurer: before.insurance.insurer, policyNo: before.insurance.policyNo, insuredFrom: before.insurance.from, insuredTo: before.insurance.to },
        }
      : {}),
  }));
  const [changed, setChanged] = useState<readonly Change[]>(before ? changes.filter((key) => before[key]) : []);
  const [workers, setWorkers] = useState(before ? workersText(before.workers) : "");
  const submit = useCommand(submitOwnApplication, { onDone: () => go(href(`fitout/cases/${caseId}`)) });
  const isMissing = names.some((name) => "isNeeded" in fields[name] && values[name].trim() === "");

  const send = () =>
    submit.mutate({
      params: { siteId, caseId },
      body: {
        id,
        details: {
          contractor: {
            name: values.contractorName,
            licenceNo: values.licenceNo,
            licenceUntil: values.licenceUntil || null,
            manager: values.manager,
            phone: values.phone,
            email: values.email,
          },
          ...{ scope: values.scope, from: values.from, to: values.to, hours: values.hours, loadKw: values.loadKw, budget: readYuan(values.budget) },
          ...(Object.fromEntries(changes.map((key) => [key, changed.includes(key)])) as Record<Change, boolean>),
          insurance: { insurer: values.insurer, policyNo: values.policyNo, from: values.insuredFrom, to: values.insuredTo },
          workers: workersOf(workers),
        },
      },
    });

  return (
    <MobilePage title={t(text.submit)} back={href(`fitout/cases/${caseId}`)}>
      {(["drawing", "licence", "insurance", "authorisation"] as const).map((kind) => (
        <OwnFiles key={kind} siteId={siteId} found={found} kind={kind} label={t(text[kind])} />
      ))}
      {names.map((name) => (
        <label key={name} className="fitout-label">
          {t(fields[name].label)}
          <input
            className="fitout-field"
            value={values[name]}
            maxLength={name === "scope" ? 1000 : 200}
            {...("isDay" in fields[name] ? { inputMode: "numeric" as const, placeholder: "2026-03-01", pattern: "\\d{4}-\\d{2}-\\d{2}" } : {})}
            {...(name === "loadKw" || name === "budget" ? { inputMode: "decimal" as const } : {})}
            onChange={({ target }) => setValues({ ...values, [name]: target.value })}
          />
        </label>
      ))}
      <fieldset className="fitout-changes">
        <legend>{t(text.changesTitle)}</legend>
        {changes.map((key) => (
          <label key={key}>
            <input
              type="checkbox"
              checked={changed.includes(key)}
              onChange={({ target }) => setChanged(target.checked ? [...changed, key] : changed.filter((each) => each !== key))}
            />
            {t(text[key])}
          </label>
        ))}
      </fieldset>
      <label className="fitout-label">
        {t(text.workers)}
        <textarea className="fitout-field" rows={6} value={workers} onChange={({ target }) => setWorkers(target.value)} />
        <small>{t(text.workersHint)}</small>
      </label>
      <FromSheet siteId={siteId} onRead={setWorkers} />
      <ProblemNote error={submit.error} />
      <Button block color="primary" size="large" loading={submit.isPending} disabled={isMissing} onClick={send}>
        {t(text.submit)}
      </Button>
    </MobilePage>
  );
}

function FromSheet({ siteId, onRead }: { readonly siteId: string; readonly onRead: (workers: string) => void }) {
  const { t } = useLanguage();
  const chooser = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const read = async (file: File) => {
    setFailure(null);
    try {
      onRead(workersText((await upload(readOwnWorkers, { params: { siteId }, body: file }, () => {})).workers));
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <div className="fitout-files">
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".xlsx,.csv"
        aria-label={t(text.readSheet)}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void read(file);
          target.value = "";
        }}
      />
      <Button size="small" onClick={() => chooser.current?.click()}>
        {t(text.readSheet)}
      </Button>
      <ProblemNote error={failure} />
    </div>
  );
}
