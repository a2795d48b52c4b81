import { ClockCircleOutlined, ExclamationCircleOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { listCases } from "#features/service/contract.ts";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Section } from "#ui/Page.tsx";
import { text, viewNames } from "./text.ts";

/** For whoever is sent work: the cases waiting to be accepted, then those in their hands, what falls due first on top. */
export function HandlerCases({ siteId }: { readonly siteId: string }) {
  return (
    <>
      <Cases siteId={siteId} view="toAccept" />
      <Cases siteId={siteId} view="mine" />
    </>
  );
}

function Cases({ siteId, view }: { readonly siteId: string; readonly view: "toAccept" | "mine" }) {
  const { t } = useLanguage();
  const { deadline, timeLeft } = useFormat();
  const href = useHref();
  const cases = useQuery(query(listCases, { params: { siteId }, query: { view, order: "due", limit: 10 } })).data?.items ?? [];
  const title = viewNames[view];
  if (cases.length === 0 || !title) return null;
  return (
    <Section title={t(title)} actions={<Link href={href(`service/cases?view=${view}`)}>{t(text.allCases)}</Link>}>
      <ol className="duty-list">
        {cases.map((one) => (
          <li key={one.id} className={one.isOverdue ? "duty-late" : ""}>
            <div className="duty-when">
              <span aria-hidden="true">{one.isOverdue ? <ExclamationCircleOutlined /> : <ClockCircleOutlined />}</span>
              {one.dueAt && (
                <div>
                  <strong>{deadline(one.dueAt)}</strong>
                  <span>{timeLeft(one.dueAt)}</span>
                </div>
              )}
            </div>
            <div className="duty-what">
              <p>
                <Link href={href(`service/cases/${one.id}`)}>{one.title}</Link>
              </p>
              <p>
                {one.place}
                <span className="tk-quiet"> · {one.customerName}</span>
              </p>
            </div>
            <div className="duty-whose">
              <span>{one.caseNo}</span>
              <span>{one.ownerName}</span>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
