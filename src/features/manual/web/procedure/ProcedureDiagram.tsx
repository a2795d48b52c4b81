import { roleNames } from "#kernel/role.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { FlowDiagram, type FlowEdge, type FlowNode } from "#ui/FlowDiagram.tsx";
import { type ProcedureOutline, type StepOutline, stepStateNames } from "../../rules.ts";
import { anchorOf, type CaseStandingOnWire, type ProcedureBoardOnWire, stateIcons, stateTones, stepOf } from "./say.tsx";
import { text } from "./text.ts";
import "./procedure.css";

export interface ProcedureDiagramProps {
  readonly procedure: ProcedureOutline;
  /** Where one case stands; a step then leads to its place in the list of steps, unless `hrefOf` says otherwise. */
  readonly standing?: CaseStandingOnWire;
  /** How many cases stand where. */
  readonly board?: ProcedureBoardOnWire;
  readonly hrefOf?: (stepId: string) => string;
}

/**
 * The procedure as boxes and arrows, drawn from the very definition the server goes by: where one case stands, how many stand where, or
 * neither, for training. The same in words stands beside it for those who do not see it.
 */
export function ProcedureDiagram({ procedure, standing, board, hrefOf = standing && ((id) => `#${anchorOf(id)}`) }: ProcedureDiagramProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const nodes = procedure.steps.map((step): FlowNode => {
    const href = hrefOf && { href: hrefOf(step.id) };
    const at = standing?.steps.find(({ id }) => id === step.id);
    if (at) {
      const hint = at.doneAt ? format.moment(at.doneAt) : t(text.clause, { clause: step.clause });
      return { id: step.id, title: t(step.name), state: t(stepStateNames[at.state]), icon: stateIcons[at.state], tone: stateTones[at.state], hint, ...href };
    }
    return { id: step.id, title: t(step.name), hint: t(text.clause, { clause: step.clause }), ...boxOnBoard(step), ...href };
  });
  return (
    <figure className="procedure-figure">
      <FlowDiagram label={t(text.diagramOf, { name: procedure.name })} nodes={nodes} edges={edgesOf(procedure, standing)} />
      <figcaption className="tk-visually-hidden">
        <p>{t(text.asList, { name: procedure.name, count: nodes.length })}</p>
        <ol>
          {nodes.map(({ id, title, state }, index) => (
            <li key={id}>
              {t(text.listed, { index: index + 1, step: title, state })} {sayNeeds(stepOf(procedure, id))}
            </li>
          ))}
        </ol>
      </figcaption>
    </figure>
  );

  function boxOnBoard({ id, role }: StepOutline): Pick<FlowNode, "state" | "icon" | "tone"> {
    const count = board?.counts.find(({ step }) => step === id);
    if (!count) return { state: t(roleNames[role]), icon: stateIcons.waiting, tone: "quiet" };
    const { ready, shut } = count;
    const state = ready + shut === 0 ? t(text.nobodyHere) : t(text.counted, { ready, shut });
    const standsFor = shut > 0 ? "shut" : ready > 0 ? "ready" : "waiting";
    return { state, icon: stateIcons[standsFor], tone: stateTones[standsFor] };
  }

  function sayNeeds({ needs }: StepOutline): string {
    return needs.length === 0 ? "" : t(text.after, { steps: needs.map((id) => t(stepOf(procedure, id).name)).join(t(text.and)) });
  }
}

/** Arrows from what comes first and, as bars, from what clears a gate; those that a longer way implies are left out. */
function edgesOf(procedure: ProcedureOutline, standing: CaseStandingOnWire | undefined): FlowEdge[] {
  const isDone = (stepId: string) => standing?.steps.some(({ id, state }) => id === stepId && state === "done") ?? false;
  const before = ({ needs, gatedBy = [] }: StepOutline) => [...new Set([...needs, ...gatedBy])];
  const comesBefore = (early: string, late: string): boolean => before(stepOf(procedure, late)).some((id) => id === early || comesBefore(early, id));
  return procedure.steps.flatMap((step) =>
    before(step)
      .filter((from) => !before(step).some((other) => other !== from && comesBefore(from, other)))
      .map((from) => ({ from, to: step.id, isPassed: isDone(from), isGate: !step.needs.includes(from) })),
  );
}
