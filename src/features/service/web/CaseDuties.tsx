import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import type { CasePage } from "./CaseScreen.tsx";
import { text } from "./text.ts";

type CaseDuty = CasePage["duties"][number];

/** What the manual makes somebody owe on this case, each with its clause and the arithmetic of its due time. */
export function CaseDuties({ page }: { readonly page: CasePage }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  if (page.duties.length === 0) return <p>{t(text.noDuties)}</p>;
  return page.duties.map((duty) => {
    const [tone, words] = standing(duty);
    return (
      <article key={duty.id} className="case-duty">
        <header>
          <strong>{t(duty.title)}</strong>
          <StatusTag tone={tone}>{t(words)}</StatusTag>
        </header>
        <p>
          <Link href={href(`manual/clauses/${duty.clause}`)}>{duty.clause}</Link> · {duty.ownerName ?? "—"} · {t(text.dueAt)} {format.shortMoment(duty.dueAt)}
          {duty.isProvisional && ` · ${t(text.provisional)}`}
        </p>
        <p>{t(duty.explanation)}</p>
      </article>
    );
  });
}

function standing({ outcome, dueAt }: CaseDuty): readonly [Tone, typeof text.kept] {
  switch (outcome) {
    case "kept":
      return ["good", text.kept];
    case "late":
      return ["late", text.late];
    case "missed":
      return ["late", text.missed];
    case "excused":
      return ["quiet", text.excused];
    case "open":
      return Temporal.Instant.compare(dueAt, Temporal.Now.instant()) < 0 ? ["late", text.overdue] : ["open", text.open];
  }
}
