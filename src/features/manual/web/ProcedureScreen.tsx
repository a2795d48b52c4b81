import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Parts, useHasParts } from "#platform/web/parts.tsx";
import { Page } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { EmptyTeaching, NotFound } from "#ui/states.tsx";
import { guidedProcedures } from "../rules.ts";
import { text } from "./text.ts";
import "./manual.css";

/** One procedure: its diagram, where its cases stand, what each step asks; brought by the feature that runs it. Prints for training. */
export function ProcedureScreen({ siteId, procedureId }: { readonly siteId: string; readonly procedureId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const place = `procedure.${procedureId}`;
  const isRun = useHasParts(place);
  const procedure = guidedProcedures.find(({ id }) => id === procedureId);
  if (!procedure) return <NotFound />;
  return (
    <Page
      title={t(procedure.name)}
      lead={
        <span className="manual-clauses">
          {t(text.procedureClauses)}
          {procedure.clauses.map((clause) => (
            <Link key={clause} href={href(`manual/clauses/${clause}`)}>
              {clause}
            </Link>
          ))}
        </span>
      }
      crumbs={[{ label: t(text.procedures), href: href("manual/procedures") }, { label: t(procedure.name) }]}
      actions={<PrintButton />}
    >
      {isRun ? <Parts place={place} props={{ siteId }} /> : <EmptyTeaching title={t(text.noProcedure)} />}
    </Page>
  );
}
