import { FilePdfOutlined } from "@ant-design/icons";
import { useSuspenseQuery } from "@tanstack/react-query";
import { departmentNames } from "#kernel/role.ts";
import { linkTo, query, type ReplyOf, saveAs, upload, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Attachments } from "#ui/Attachments.tsx";
import { Button } from "#ui/Button.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { attach, getCase, printComplaintForm, getFile, serviceRights } from "../contract.ts";
import { statusNames } from "../rules/case.ts";
import { attributionNames, categoryNames, causeNames, channelNames, kindNames, severityNames } from "../rules/lists.ts";
import { CaseActs } from "./CaseActs.tsx";
import { CaseDuties } from "./CaseDuties.tsx";
import { CaseHistory } from "./CaseHistory.tsx";
import { statusTones } from "./CaseTable.tsx";
import "./service.css";
import { text } from "./text.ts";

export type CasePage = ReplyOf<typeof getCase>;

/** A case: what it is about, what happened, what is owed, and the next right act with what stands against the others. */
export function CaseScreen({ siteId, caseId }: { readonly siteId: string; readonly caseId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const page = useSuspenseQuery(query(getCase, { params: { siteId, caseId } })).data;
  const found = page.case;
  const print = useCommand(printComplaintForm, { onDone: (form) => saveAs(form, `${found.caseNo}.pdf`) });
  return (
    <Page
      title={found.title}
      mark={<StatusTag tone={statusTones[found.status]}>{t(statusNames[found.status])}</StatusTag>}
      lead={
        <>
          {found.caseNo} · {found.kind === "complaint" && `${t(severityNames[found.severity])} `}
          {t(kindNames[found.kind])} · {found.customerName}
          {found.round > 1 && ` · ${t(text.round, { round: found.round })}`}
        </>
      }
      crumbs={[{ label: t(text.cases), href: href("service/cases") }, { label: found.caseNo }]}
      actions={
        <Button icon={<FilePdfOutlined aria-hidden />} loading={print.isPending} onPress={() => print.mutate({ params: { siteId, caseId }, body: { language } })}>
          {t(text.form)}
        </Button>
      }
    >
      <ProblemNote error={print.error} />
      <CaseActs siteId={siteId} page={page} />
      <div className="case-page">
        <div>
          <p className="case-matter">{found.matter}</p>
          <Section title={t(text.timeline)}>
            <CaseHistory siteId={siteId} page={page} />
          </Section>
        </div>
        <aside>
          <Section title={t(text.duties)}>
            <CaseDuties page={page} />
          </Section>
          <Section title={t(text.facts)}>
            <Facts
              facts={[
                { label: t(text.owner), value: found.ownerName },
                ...(found.firstOwnerId === found.ownerId ? [] : [{ label: t(text.firstOwner), value: found.firstOwnerName }]),
                { label: t(text.handler), value: found.handlerName ?? (found.department ? t(departmentNames[found.department]) : "—") },
                { label: t(text.customer), value: page.tenant ? <Link href={href(`tenants/${page.tenant.id}`)}>{page.tenant.name}</Link> : found.customerName },
                { label: t(text.contact), value: [found.contactName, found.contactPhone, found.contactEmail].filter(Boolean).join(" · ") },
                { label: t(text.place), value: found.unitId ? <Link href={href(`sites/units/${found.unitId}`)}>{found.place}</Link> : found.place || "—" },
                { label: t(text.channel), value: t(channelNames[found.channel]) },
                { label: t(text.receivedAt), value: format.moment(found.receivedAt) },
                { label: t(text.category), value: t(categoryNames[found.category]) },
                ...(found.kind === "complaint" ? [{ label: t(text.attributable), value: t(attributionNames[found.attributable]) }] : []),
                ...(found.cause ? [{ label: t(text.cause), value: t(causeNames[found.cause]) }] : []),
                ...(found.promisedAt ? [{ label: t(text.promisedAt), value: format.moment(found.promisedAt) }] : []),
              ]}
            />
          </Section>
          <Section title={t(text.files)}>
            <Attachments
              label={t(text.files)}
              files={page.files.map((file) => ({ ...file, href: linkTo(getFile, { params: { siteId, caseId, fileId: file.id } }) }))}
              {...(may(serviceRights.handle)
                ? { send: (file: File, onProgress: (share: number) => void) => upload(attach, { params: { siteId, caseId }, query: {}, body: file }, onProgress) }
                : {})}
              maxBytes={15 * 1024 * 1024}
            />
          </Section>
          <Related page={page} />
        </aside>
      </div>
    </Page>
  );
}

function Related({ page }: { readonly page: CasePage }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  return (
    <>
      {page.links.length > 0 && (
        <Section title={t(text.links)}>
          <ul>
            {page.links.map(({ id, caseNo, title, relation }) => (
              <li key={`${relation} ${id}`}>
                {t(text[relation])} <Link href={href(`service/cases/${id}`)}>{`${caseNo} ${title}`}</Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {page.repeats.length > 0 && (
        <Section title={t(text.repeats)}>
          <ul>
            {page.repeats.map(({ id, caseNo, title, receivedAt }) => (
              <li key={id}>
                <Link href={href(`service/cases/${id}`)}>{`${caseNo} ${title}`}</Link> · {format.shortMoment(receivedAt)}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
