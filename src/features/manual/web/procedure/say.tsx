import { CheckCircleFilled, ClockCircleOutlined, HourglassOutlined, LockOutlined, MinusCircleOutlined, StopOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import type { WireOf } from "#kernel/contract.ts";
import type { Tone } from "#ui/StatusTag.tsx";
import type { caseStandingField, nextStepField, procedureBoardField } from "../../contract/procedure.ts";
import type { ProcedureOutline, StepOutline, StepState } from "../../rules.ts";

// How the parts speak of a step; what they are given comes over the wire.

export type CaseStandingOnWire = WireOf<typeof caseStandingField>;
export type StepStandingOnWire = CaseStandingOnWire["steps"][number];
export type ProcedureBoardOnWire = WireOf<typeof procedureBoardField>;
export type NextStepOnWire = WireOf<typeof nextStepField>;

export const stateTones: Readonly<Record<StepState, Tone>> = { done: "good", ready: "open", shut: "warn", waiting: "quiet", notApplicable: "quiet", stopped: "quiet" };

export const stateIcons: Readonly<Record<StepState, ReactNode>> = {
  done: <CheckCircleFilled />,
  ready: <ClockCircleOutlined />,
  shut: <LockOutlined />,
  waiting: <HourglassOutlined />,
  notApplicable: <MinusCircleOutlined />,
  stopped: <StopOutlined />,
};

/** Where a step stands on the page of its case; a link from elsewhere ends in it. */
export const anchorOf = (stepId: string): string => `step-${stepId}`;

export const stepOf = (procedure: ProcedureOutline, id: string): StepOutline => procedure.steps.find((step) => step.id === id)!;
