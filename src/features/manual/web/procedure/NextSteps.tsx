import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link } from "#platform/web/navigation.tsx";
import { Section } from "#ui/Page.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { type ProcedureOutline, stepStateNames } from "../../rules.ts";
import { anchorOf, type NextStepOnWire, stateIcons, stateTones, stepOf } from "./say.tsx";
import { text } from "./text.ts";
import "./procedure.css";

export interface NextStepsProps {
  readonly title: string;
  readonly procedure: ProcedureOutline;
  /** As `nextStepsOf` puts them in order; more than a handful belong in the list behind `allHref`. */
  readonly rows: readonly NextStepOnWire[];
  readonly caseHref: (caseId: string) => string;
  readonly allHref?: string;
}

/** For the home screen: one row for each case and step that is the reader's, what has waited longest on top, each leading to the very act. */
export function NextSteps({ title, procedure, rows, caseHref, allHref }: NextStepsProps) {
  const { t } = useLanguage();
  const format = useFormat();
  if (rows.length === 0) return null;
  return (
    <Section title={title} {...(allHref ? { actions: <Link href={allHref}>{t(text.all)}</Link> } : {})}>
      <ol className="procedure-next">
        {rows.map(({ caseId, label, step, state, since }) => (
          <li key={`${caseId} ${step}`}>
            <Link href={`${caseHref(caseId)}#${anchorOf(step)}`}>
              {t(stepOf(procedure, step).name)} · {label}
            </Link>
            <StatusTag tone={stateTones[state]} icon={stateIcons[state]}>
              {t(stepStateNames[state])}
            </StatusTag>
            <span className="tk-quiet">{t(text.waitsSince, { at: format.moment(since) })}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
