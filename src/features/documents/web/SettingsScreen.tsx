import { Page } from "#ui/Page.tsx";
import { useLanguage } from "#platform/web/language.tsx";
import { CertificateSection } from "./CertificateSection.tsx";
import { CheckSection } from "./CheckSection.tsx";
import { text } from "./text.ts";
import { WordSection } from "./WordSection.tsx";

/** What the site's documents are signed with, the company's own Word templates, and whether a file is one of ours. */
export function SettingsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  return (
    <Page title={t(text.settings)}>
      <CertificateSection siteId={siteId} />
      <WordSection siteId={siteId} />
      <CheckSection siteId={siteId} />
    </Page>
  );
}
