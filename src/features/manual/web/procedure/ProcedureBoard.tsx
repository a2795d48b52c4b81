import { useFormat } from "#platform/web/format.ts";
import { roleNames } from "#kernel/role.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Section } from "#ui/Page.tsx";
import type { ProcedureOutline } from "../../rules.ts";
import { ProcedureDiagram } from "./ProcedureDiagram.tsx";
import { type ProcedureBoardOnWire, stepOf } from "./say.tsx";
import { text } from "./text.ts";

export interface ProcedureBoardProps {
  readonly procedure: ProcedureOutline;
  readonly board: ProcedureBoardOnWire;
  /** The list of the cases that stand at a step. */
  readonly hrefOf: (stepId: string) => string;
  readonly caseHref: (caseId: string) => string;
}

/** The page of a procedure: how many cases stand at each step, the one that has waited longest, the clause; and what each step asks, for training. */
export function ProcedureBoard({ procedure, board, hrefOf, caseHref }: ProcedureBoardProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  return (
    <div className="tk-stack">
      <Section title={t(text.diagram)} actions={<span className="tk-quiet">{t(text.running, { count: board.running })}</span>}>
        <ProcedureDiagram procedure={procedure} board={board} hrefOf={hrefOf} />
      </Section>
      <Section title={t(text.board)}>
        <DataTable
          label={t(text.board)}
          rows={board.counts}
          rowKey={({ step }) => step}
          href={({ step }) => hrefOf(step)}
          columns={[
            { key: "step", title: t(text.step), card: "heading", render: ({ step }) => t(stepOf(procedure, step).name) },
            { key: "ready", title: t(text.ready), align: "end", width: "80px", render: ({ ready }) => format.number(ready) },
            { key: "shut", title: t(text.shut), align: "end", width: "80px", render: ({ shut }) => format.number(shut) },
            {
              key: "oldest",
              title: t(text.oldest),
              render: ({ oldest }) =>
                oldest && (
                  <>
                    <Link href={caseHref(oldest.caseId)}>{oldest.label}</Link> <span className="tk-quiet tk-nowrap">{t(text.since, { at: format.moment(oldest.since) })}</span>
                  </>
                ),
            },
          ]}
        />
      </Section>
      <Section title={t(text.guide)}>
        <DataTable
          label={t(text.guide)}
          rows={procedure.steps}
          rowKey={({ id }) => id}
          columns={[
            { key: "step", title: t(text.step), card: "heading", render: ({ name }) => t(name) },
            { key: "clause", title: t(text.clauseColumn), width: "90px", render: ({ clause }) => <Link href={href(`manual/clauses/${clause}`)}>{clause}</Link> },
            { key: "who", title: t(text.who), render: ({ role }) => t(roleNames[role]) },
            { key: "first", title: t(text.first), render: ({ needs, gatedBy = [] }) => said([...gatedBy, ...needs].map((id) => stepOf(procedure, id).name)) || t(text.fromStart) },
            { key: "documents", title: t(text.documents), render: ({ documents = [] }) => said(documents) },
            { key: "signatures", title: t(text.signatures), render: ({ signatures = [] }) => said(signatures) },
          ]}
        />
      </Section>
    </div>
  );

  function said(list: readonly Parameters<typeof t>[0][]): string {
    return list.map((each) => t(each)).join(t(text.and));
  }
}
