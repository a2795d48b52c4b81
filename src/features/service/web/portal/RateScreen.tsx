import { useSuspenseQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { MobilePage, NotFound } from "#ui/mobile/index.ts";
import { getLinkedRating, rateByLink } from "../../contract/portal.ts";
import { text } from "../text.ts";
import { RatingForm } from "./RatingForm.tsx";
import "./portal.css";

/** The page behind a rating link. Site and token stand behind the hash, so that they reach no server's log by the address. */
export function RateScreen() {
  const [siteId = "", token = ""] = useLocation({ select: ({ hash }) => hash }).split("/");
  if (!siteId || !token) return <NotFound />;
  return <Rating siteId={siteId} token={token} />;
}

/** No sign-in, one rating, open to change for 12 hours. */
function Rating({ siteId, token }: { readonly siteId: string; readonly token: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const found = useSuspenseQuery(query(getLinkedRating, { params: { siteId, token } })).data;
  const rate = useCommand(rateByLink);
  const shown = rate.data ?? found;
  const isOpen = shown.state === "open" || shown.state === "changeable";
  const closed = { frozen: text.ratingFrozen, expired: text.ratingExpired, spent: text.ratingSpent };
  return (
    <MobilePage title={t(shown.rating ? text.rated : text.rate)}>
      <p className="portal-lead">
        {shown.site} · {shown.caseNo} · {format.shortMoment(shown.feedbackAt)}
      </p>
      <p className="portal-matter">{shown.title}</p>
      {shown.state === "changeable" && <p>{t(text.ratingChangeable)}</p>}
      {isOpen ? (
        <RatingForm
          key={shown.state}
          onSend={(body) => rate.mutate({ params: { siteId, token }, body })}
          isPending={rate.isPending}
          error={rate.error}
          isChange={shown.state === "changeable"}
          {...(shown.rating ? { initial: shown.rating } : {})}
        />
      ) : (
        <p>{t(closed[shown.state as keyof typeof closed])}</p>
      )}
    </MobilePage>
  );
}
