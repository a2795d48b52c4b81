import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import * as contract from "../contract.ts";
import { FileField } from "./FileField.tsx";
import { text } from "./text.ts";
import "./documents.css";

/** Whether a PDF somebody holds is as it was signed, and one of ours. */
export function CheckSection({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const check = useCommand(contract.checkFile);
  const found = check.data;
  return (
    <Section title={t(text.check)}>
      <p>{t(text.checkLead)}</p>
      <FileField
        label={t(text.check)}
        accept="application/pdf"
        onChoose={(file) => {
          if (file) check.mutate({ params: { siteId }, body: file });
        }}
      />
      <ProblemNote error={check.error} />
      {found && (
        <div role="status" className="documents">
          <p>
            <StatusTag tone={found.isAsSigned ? "good" : "warn"}>{t(found.isAsSigned ? text.asSigned : text.notAsSigned)}</StatusTag>
          </p>
          <ul>
            {found.signatures.map((signature, index) => (
              <li key={index}>{[signature.name, t(signature.isOurs ? text.ours : text.foreign), t(signature.isIntact ? text.intact : text.broken)].filter(Boolean).join(" · ")}</li>
            ))}
          </ul>
          <p>
            {found.document ? (
              <>
                {t(text.isDocument)}
                <Link href={href(`documents/documents/${found.document.id}`)}>
                  {t(found.document.title)} · {found.document.subject.label}
                </Link>
              </>
            ) : (
              t(text.noDocument)
            )}
          </p>
        </div>
      )}
    </Section>
  );
}
