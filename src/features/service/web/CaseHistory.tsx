import type { ReactNode } from "react";
import { sayMinutes } from "#kernel/dueWords.ts";
import { departmentNames, type Department } from "#kernel/role.ts";
import { lagMinutes } from "#features/duties/rules.ts";
import { linkTo } from "#platform/web/client.ts";
import { useFormat, type Format } from "#platform/web/format.ts";
import { useLanguage, type Speech } from "#platform/web/language.tsx";
import { Timeline } from "#ui/figures.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { getFile } from "../contract.ts";
import { scoreNames, type ScoreName } from "../rules/callback.ts";
import { causeNames, channelNames, meansNames } from "../rules/lists.ts";
import type { CasePage } from "./CaseScreen.tsx";
import { entryText, mailText, text } from "./text.ts";

type Entry = CasePage["timeline"][number];

/** All that happened to a case, the newest last; what the tenant can read is marked. */
export function CaseHistory({ siteId, page }: { readonly siteId: string; readonly page: CasePage }) {
  const { t } = useLanguage();
  const format = useFormat();
  return (
    <Timeline
      label={t(text.timeline)}
      entries={page.timeline.map((entry) => ({
        key: entry.id,
        at: format.shortMoment(entry.at),
        title: t(entry.kind === "feedback" ? (entry.facts.isResult ? text.feedback : text.progress) : entryText[entry.kind]),
        who: entry.actorName,
        tone: toneOf(entry),
        children: (
          <>
            {lines(entry, t, format).map((line, index) => (
              <div key={index}>{line}</div>
            ))}
            {entry.text && <div className="case-entry">{entry.text}</div>}
            {entry.facts.fileId && (
              <a href={linkTo(getFile, { params: { siteId, caseId: page.case.id, fileId: entry.facts.fileId } })} target="_blank" rel="noreferrer">
                {entry.facts.fileName}
              </a>
            )}
            {entry.audience === "tenant" && entry.kind !== "taken" && <StatusTag tone="open">{t(text.visible)}</StatusTag>}
          </>
        ),
      }))}
    />
  );
}

function toneOf({ kind, facts }: Entry) {
  if (kind === "escalated" || kind === "gateOpened" || kind === "reopened" || kind === "voided") return "warn";
  if (kind === "calledBack" || kind === "rated") return facts.isSatisfied === false ? "late" : "good";
  return kind === "feedback" || kind === "closed" ? "good" : "quiet";
}

/** A note typed while the customer is on the line is not entered late. */
const leastLagShown = 5;

/** What an entry tells beyond its text. */
function lines({ at, facts }: Entry, t: Speech["t"], format: Format): ReactNode[] {
  const lag = facts.happenedAt ? lagMinutes(Temporal.Instant.from(facts.happenedAt), Temporal.Instant.from(at)) : 0;
  const department = (value: string | undefined) => (value ? t(departmentNames[value as Department]) : undefined);
  const from = facts.fromPersonName ?? department(facts.fromDepartment);
  const to = facts.personName ?? department(facts.department);
  const scored = (Object.keys(scoreNames) as ScoreName[]).filter((name) => facts[name] !== undefined);
  return [
    facts.channel && t(channelNames[facts.channel]),
    (from || to) && [from, to].filter(Boolean).join(" → "),
    facts.promisedAt && [facts.earlierPromisedAt && format.shortMoment(facts.earlierPromisedAt), format.shortMoment(facts.promisedAt)].filter(Boolean).join(" → "),
    facts.isValid !== undefined && t(facts.isValid ? text.yes : text.no),
    facts.toWhom && [facts.toWhom, facts.means && t(meansNames[facts.means]), facts.happenedAt && format.shortMoment(facts.happenedAt)].filter(Boolean).join(" · "),
    lag >= leastLagShown && t(text.enteredLater, { zh: sayMinutes(lag, "zh"), en: sayMinutes(lag, "en") }),
    scored.length > 0 && scored.map((name) => `${t(scoreNames[name])} ${facts[name]}`).join(" · "),
    facts.isUnresolved && t(text.unresolved),
    facts.cause && `${t(text.cause)}: ${t(causeNames[facts.cause])}`,
    facts.otherNo,
    facts.mail && t(mailText[facts.mail]),
    facts.changes?.map(({ field, from: before, to: after }) => `${field}: ${before ?? "—"} → ${after ?? "—"}`).join("; "),
  ].filter(Boolean);
}
