import { yuanText } from "#kernel/money.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref, Link } from "#platform/web/navigation.tsx";
import type { CaseOnWire } from "../CaseScreen.tsx";
import { text } from "../text.ts";
import { AppointmentAct } from "./AppointmentAct.tsx";
import { ApprovalAct, ReviewAct } from "./NoticeActs.tsx";
import { ConfirmationAct, RatingAct } from "./ConfirmationAct.tsx";
import { RefundAct } from "./RefundAct.tsx";
import { ClearanceAct, InspectionAct, InvoicesAct, KeysAct, VacancyAct } from "./WorkActs.tsx";

export interface ActProps {
  readonly siteId: string;
  readonly view: CaseOnWire;
  /** Where the step stands. */
  readonly at: CaseOnWire["standing"]["steps"][number];
}

/** What can be done at a step, and what came of it. */
export function StepAct({ siteId, view, step }: { readonly siteId: string; readonly view: CaseOnWire; readonly step: string }) {
  const at = view.standing.steps.find(({ id }) => id === step)!;
  const props = { siteId, view, at };
  if (at.state === "notApplicable" || (at.state === "stopped" && !at.doneAt)) return null;
  switch (step) {
    case "notice":
      return <ReviewAct {...props} />;
    case "approval":
      return <ApprovalAct {...props} />;
    case "appointment":
      return <AppointmentAct {...props} />;
    case "inspection":
      return <InspectionAct {...props} />;
    case "settlement":
      return <SettlementAct {...props} />;
    case "clearance":
      return <ClearanceAct {...props} />;
    case "keysBack":
      return <KeysAct {...props} />;
    case "confirmation":
      return (
        <>
          <ConfirmationAct {...props} />
          <RatingAct {...props} />
        </>
      );
    case "refund":
      return <RefundAct {...props} />;
    case "invoices":
      return <InvoicesAct {...props} />;
    case "vacant":
      return <VacancyAct {...props} />;
    default:
      return null;
  }
}

function SettlementAct({ view }: ActProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { settlement } = view;
  return (
    <p>
      <Link href={href(`moveout/cases/${view.case.id}/settlement`)}>{settlement?.no ?? t({ zh: "打开结算", en: "Open the settlement" })}</Link>
      {settlement && settlement.net !== null && ` · ${t(settlement.net >= 0 ? text.refundOf : text.owedOf, { amount: yuanText(Math.abs(settlement.net)) })}`}
      {settlement?.agreedAt && ` · ${format.moment(settlement.agreedAt)}`}
    </p>
  );
}
