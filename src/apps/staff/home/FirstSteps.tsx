import { CheckCircleFilled } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { listMembers, peopleRights } from "#features/people/contract.ts";
import { rentrollRights } from "#features/rentroll/contract.ts";
import { listCases, serviceRights } from "#features/service/contract.ts";
import { listUnits, sitesRights } from "#features/sites/contract.ts";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Section } from "#ui/Page.tsx";
import { text } from "./text.ts";

/** What a new site needs before its desk can work, in order, until the first contact is taken. */
export function FirstSteps({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const may = useMay();
  const site = { params: { siteId } };
  const isAsked = may(serviceRights.read);
  const cases = useQuery({ ...query(listCases, { ...site, query: { view: "all", limit: 1 } }), enabled: isAsked }).data;
  const isFresh = cases?.items.length === 0;
  const units = useQuery({ ...query(listUnits, { ...site, query: { limit: 1 } }), enabled: isFresh && may(sitesRights.read) }).data;
  const members = useQuery({ ...query(listMembers, { ...site, query: { limit: 2 } }), enabled: isFresh && may(peopleRights.see) }).data;
  if (!isFresh || !units || !members) return null;
  const steps = [
    { to: "rentroll/imports/new", label: text.stepImport, hint: text.stepImportHint, isOpen: may(rentrollRights.import), isDone: units.items.length > 0 },
    { to: "people", label: text.stepInvite, hint: text.stepInviteHint, isOpen: may(peopleRights.grant), isDone: members.items.length > 1 },
    { to: "service/take", label: text.stepTake, hint: text.stepTakeHint, isOpen: may(serviceRights.take), isDone: false },
  ];
  const next = steps.find(({ isOpen, isDone }) => isOpen && !isDone);
  return (
    <Section title={t(text.firstSteps)}>
      <ol className="first-steps">
        {steps.map((step, index) => (
          <li key={step.to} {...(step === next ? { "aria-current": "step" } : {})}>
            <span className="first-step-mark" aria-hidden="true">
              {step.isDone ? <CheckCircleFilled /> : index + 1}
            </span>
            <div>
              <p>
                {step.isOpen && !step.isDone ? <Link href={href(step.to)}>{t(step.label)}</Link> : t(step.label)}
                {step.isDone && <span className="tk-quiet"> {t(text.stepDone)}</span>}
              </p>
              <p className="tk-quiet">{t(step.hint)}</p>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
