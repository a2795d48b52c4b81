import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireOf } from "#kernel/contract.ts";
import { fen, yuanText } from "#kernel/money.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import type { letterField } from "../../contract/letters.ts";
import { type LetterState, letterStates } from "../../rules/letters.ts";
import { text } from "./text.ts";

export type LetterReply = WireOf<typeof letterField>;

/** Letters of intent, each with how it stands today. */
export function LetterTable({
  rows,
  filters,
  exportHref,
  empty,
}: {
  readonly rows: readonly LetterReply[] | UseInfiniteQueryResult<readonly LetterReply[], Error>;
  readonly filters?: ReactNode;
  readonly exportHref?: string;
  readonly empty?: ReactNode;
}) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  return (
    <DataTable<LetterReply>
      label={t(text.letters)}
      rows={rows}
      rowKey={({ id }) => id}
      href={({ id }) => href(`leasing/letters/${id}`)}
      {...(filters ? { filters } : {})}
      {...(exportHref ? { exportHref } : {})}
      {...(empty ? { empty } : {})}
      columns={[
        { key: "no", title: t(text.letterNo), width: "140px", card: "heading", render: ({ letterNo }) => letterNo },
        { key: "party", title: t(text.party), render: ({ partyName }) => partyName },
        { key: "units", title: t(text.units), render: ({ units }) => units.map(({ place }) => place).join("、") },
        { key: "until", title: t(text.heldUntil), width: "130px", render: ({ heldUntil }) => format.day(heldUntil) },
        { key: "term", title: t(text.term), width: "210px", from: "wide", render: ({ leaseStart, leaseEnd }) => t(text.termDays, { from: leaseStart, to: leaseEnd }) },
        { key: "earnest", title: t(text.earnest), width: "130px", align: "end", from: "medium", render: ({ earnestMoney }) => yuanText(fen(earnestMoney)) },
        { key: "state", title: t(text.state), width: "130px", card: "mark", render: ({ state }) => <LetterTag state={state} /> },
      ]}
    />
  );
}

const tones: Readonly<Record<LetterState, Tone>> = { open: "open", expired: "quiet", leased: "good", withdrawn: "quiet" };

export function LetterTag({ state }: { readonly state: LetterState }) {
  const { t } = useLanguage();
  return <StatusTag tone={tones[state]}>{t(letterStates[state])}</StatusTag>;
}
