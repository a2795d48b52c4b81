import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { guidedProcedures } from "../rules.ts";
import { text } from "./text.ts";
import "./manual.css";

/** The procedures that run as cases, each with the clauses it carries out. */
export function ProceduresScreen() {
  const { t } = useLanguage();
  const href = useHref();
  return (
    <Page title={t(text.procedures)} lead={t(text.proceduresLead)}>
      <div className="tk-grid">
        {guidedProcedures.map(({ id, name, clauses }) => (
          <Section key={id} title={<Link href={href(`manual/procedures/${id}`)}>{t(name)}</Link>}>
            <Facts
              facts={[
                {
                  label: t(text.procedureClauses),
                  value: (
                    <span className="manual-clauses">
                      {clauses.map((clause) => (
                        <Link key={clause} href={href(`manual/clauses/${clause}`)}>
                          {clause}
                        </Link>
                      ))}
                    </span>
                  ),
                },
              ]}
            />
          </Section>
        ))}
      </div>
    </Page>
  );
}
