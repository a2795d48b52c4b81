import type { PartsByPlace } from "#platform/web/parts.tsx";

/** What later features add to screens of earlier ones. */
export const parts: PartsByPlace = {
  home: [
    () => import("#features/books/web/FinanceToday.tsx").then((m) => m.FinanceToday),
    () => import("#features/moveout/web/NextMoveOuts.tsx").then((m) => m.NextMoveOuts),
    () => import("#features/manual/web/OpenFigures.tsx").then((m) => m.OpenFigures),
    () => import("#features/tenants/web/leads/LeadsToday.tsx").then((m) => m.LeadsToday),
    () => import("#features/movein/web/Today.tsx").then((m) => m.MoveInToday),
    () => import("#features/handover/web/InspectionsToday.tsx").then((m) => m.InspectionsToday),
    () => import("#features/tenants/web/papers/PapersToday.tsx").then((m) => m.PapersToday),
    () => import("#features/meters/web/parts.tsx").then((m) => m.MetersToday),
    () => import("#features/billing/web/BillingToday.tsx").then((m) => m.BillingToday),
    () => import("#features/fitout/web/FitOutToday.tsx").then((m) => m.FitOutToday),
    () => import("#features/payments/web/PaymentsToday.tsx").then((m) => m.PaymentsToday),
    () => import("#features/handover/web/OnThePhone.tsx").then((m) => m.OnThePhone),
  ],
  "procedure.moveIn": [() => import("#features/movein/web/parts.tsx").then((m) => m.MoveInBoard)],
  "procedure.fitOut": [() => import("#features/fitout/web/FitOutBoard.tsx").then((m) => m.FitOutBoard)],
  "procedure.moveOut": [() => import("#features/moveout/web/MoveOutBoard.tsx").then((m) => m.MoveOutBoard)],
  clause: [() => import("#features/appraisal/web/ClauseScore.tsx").then((m) => m.ClauseScore)],
  unit: [
    () => import("#features/leasing/web/letters/LetterParts.tsx").then((m) => m.UnitHold),
    () => import("#features/leasing/web/UnitLeases.tsx").then((m) => m.UnitLeases),
    () => import("#features/meters/web/parts.tsx").then((m) => m.UnitMeters),
    () => import("#features/service/web/parts.tsx").then((m) => m.UnitCases),
  ],
  tenant: [
    () => import("#features/books/web/TenantMoney.tsx").then((m) => m.TenantMoney),
    () => import("#features/tenants/web/papers/PapersPart.tsx").then((m) => m.TenantPapers),
    () => import("#features/leasing/web/letters/LetterParts.tsx").then((m) => m.TenantLetters),
    () => import("#features/leasing/web/UnitLeases.tsx").then((m) => m.TenantLeases),
    () => import("#features/billing/web/TenantBills.tsx").then((m) => m.TenantBills),
    () => import("#features/payments/web/HeldDeposits.tsx").then((m) => m.HeldDeposits),
    () => import("#features/documents/web/TenantDocuments.tsx").then((m) => m.TenantDocuments),
    () => import("#features/service/web/parts.tsx").then((m) => m.TenantCases),
  ],
  lease: [
    () => import("#features/billing/web/TenantBills.tsx").then((m) => m.LeaseBills),
    () => import("#features/payments/web/HeldDeposits.tsx").then((m) => m.HeldDeposits),
    () => import("#features/documents/web/DocumentsPart.tsx").then((m) => m.DocumentsSection),
  ],
  bill: [() => import("#features/payments/web/BillSettlements.tsx").then((m) => m.BillSettlements)],
  lead: [() => import("#features/leasing/web/letters/LetterParts.tsx").then((m) => m.LeadLetters)],
  letter: [() => import("#features/documents/web/DocumentsPart.tsx").then((m) => m.DocumentsSection)],
};
