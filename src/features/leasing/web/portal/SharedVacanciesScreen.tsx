import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { call } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { MobilePage, NotFound, Pending, ProblemNote } from "#ui/mobile/index.ts";
import { unitUses } from "#features/sites/rules.ts";
import { viewSharedVacancies } from "../../contract/vacancies.ts";
import { priceUnits } from "../../rules/terms.ts";
import { text } from "../vacancies/text.ts";
import "./vacancies.css";

/** The page behind a shared list. Site and secret stand behind the hash, so that they reach no server's log by the address. */
export function SharedVacanciesScreen() {
  const [siteId = "", token = ""] = useLocation({ select: ({ hash }) => hash }).split("/");
  if (!siteId || !token) return <NotFound />;
  return <Shared siteId={siteId} token={token} />;
}

/** No sign-in; asked once, since each look is counted. */
function Shared({ siteId, token }: { readonly siteId: string; readonly token: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const { data, error } = useQuery({
    queryKey: ["shared-vacancies", siteId, token],
    queryFn: () => call(viewSharedVacancies, { params: { siteId }, body: { token } }),
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (error) return <ProblemNote error={error} />;
  if (!data) return <Pending />;
  return (
    <MobilePage title={data.title}>
      <p className="shared-lead">
        {t(text.sharedBy, { site: [data.site, data.address].filter(Boolean).join(" "), contact: data.contactName })}
        {data.contactPhone && (
          <>
            {" "}
            <a href={`tel:${data.contactPhone}`}>{data.contactPhone}</a>
          </>
        )}
      </p>
      {data.note && <p className="shared-note">{data.note}</p>}
      <ul className="shared-units">
        {data.units.map(({ place, areaCenti, use, freeFrom, asking }) => (
          <li key={place}>
            <strong>{place}</strong>
            <span>{[areaCenti === null ? "" : t(text.sqm, { area: format.number(areaCenti / 100, 2) }), t(unitUses[use])].filter(Boolean).join(" · ")}</span>
            <span>{freeFrom ? `${t(text.freeFrom)} ${format.day(freeFrom)}` : t(text.let)}</span>
            {data.withPrices && <span>{asking ? `${asking.price} ${t(priceUnits[asking.priceUnit])}` : t(text.onRequest)}</span>}
          </li>
        ))}
      </ul>
      <p className="shared-lead">{t(text.validUntil, { at: format.shortMoment(data.expiresAt) })}</p>
      <p className="shared-lead">{t(text.noOffer)}</p>
    </MobilePage>
  );
}
