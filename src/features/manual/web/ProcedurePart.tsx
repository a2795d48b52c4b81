// What the features that run a procedure show of it: on the page of a case, on the page of the procedure, on the home screen.
export { NextSteps } from "./procedure/NextSteps.tsx";
export type { NextStepsProps } from "./procedure/NextSteps.tsx";
export { ProcedureBoard } from "./procedure/ProcedureBoard.tsx";
export type { ProcedureBoardProps } from "./procedure/ProcedureBoard.tsx";
export { ProcedureDiagram } from "./procedure/ProcedureDiagram.tsx";
export type { ProcedureDiagramProps } from "./procedure/ProcedureDiagram.tsx";
export { StepList } from "./procedure/StepList.tsx";
export type { StepListProps } from "./procedure/StepList.tsx";
