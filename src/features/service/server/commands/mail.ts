import type { Id } from "#kernel/id.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { composeMail, type Letter, sendMail } from "#platform/mail/index.ts";
import { siteById } from "#features/sites/server/index.ts";
import { addEntry, type StoredCase } from "../store.ts";
import { newRatingLink } from "./ratingLink.ts";

type About = "receipt" | "promise" | "feedback" | "rating";

/** Mails the tenant's contact what happened to their case; nobody with an address: nothing. Manual 2.2.1-2, 2.2.1-3. */
export async function tellByMail(ctx: SiteContext, stored: StoredCase, about: About, text = ""): Promise<void> {
  const isAnswered = stored.feedbackAt !== null && (about === "feedback" || about === "rating");
  const token = isAnswered ? await newRatingLink(ctx, stored) : null;
  if (!stored.contactEmail) return;
  const { name: site } = await siteById(ctx);
  const letter = letterAbout(about, stored, { site, owner: await nameOf(ctx, stored.ownerId), text, zone: ctx.zone });
  const action = token ? { action: { label: words("评价本次服务", "Rate our answer"), path: `/portal/rate#${ctx.siteId}/${token}` } } : {};
  const mail = composeMail(await languageOf(ctx, stored), { ...letter, ...action });
  await ctx.enqueue(sendMail, { siteId: ctx.siteId, to: stored.contactEmail, ...mail });
  await addEntry(ctx, stored, { kind: "mailed", text: "", facts: { mail: about, toWhom: stored.contactName } }, null);
}

function letterAbout(
  about: About,
  { caseNo, title, contactName, promisedAt, feedbackAt }: StoredCase,
  { site, owner, text, zone }: { site: string; owner: string; text: string; zone: string },
): Letter {
  const by = promisedAt ? said(promisedAt, zone) : undefined;
  const matter = words(`事项：${title}（编号 ${caseNo}）`, `Matter: ${title} (no. ${caseNo})`);
  const answersFor = words(`首问责任人：${owner}。在您得到答复之前，由其负责到底。`, `${owner} received your matter first and answers for it until you have an answer.`);
  const promise = by ? [words(`我们承诺在 ${by} 前答复您。`, `We promise you an answer by ${by}.`)] : [];
  const table: Record<About, { readonly subject: Words; readonly paragraphs: readonly Words[] }> = {
    receipt: {
      subject: words(`已受理：${title}`, `Received: ${title}`),
      paragraphs: [words("我们已受理您反映的事项。", "We have received your matter."), matter, answersFor, ...promise],
    },
    promise: {
      subject: words(`答复时间：${title}`, `Time of our answer: ${title}`),
      paragraphs: [matter, ...promise, ...(text ? [words(`说明：${text}`, `Why: ${text}`)] : []), answersFor],
    },
    feedback: {
      subject: feedbackAt ? words(`答复：${title}`, `Our answer: ${title}`) : words(`进展：${title}`, `Progress: ${title}`),
      paragraphs: [matter, words(text, text), ...(feedbackAt ? [] : promise)],
    },
    rating: {
      subject: words(`请评价：${title}`, `Please rate: ${title}`),
      paragraphs: [matter, words("请告诉我们这次服务是否令您满意。", "Please tell us whether you are content with our answer.")],
    },
  };
  return { ...table[about], greeting: words(`${contactName}，您好：`, `Dear ${contactName},`), footnote: words(site, site) };
}

const said = (at: Temporal.Instant, zone: string): string => at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");

async function nameOf(ctx: SiteContext, personId: Id<"person">): Promise<string> {
  const { name } = await ctx.tx.selectFrom("people.person").select("name").where("id", "=", personId).executeTakeFirstOrThrow();
  return name;
}

/** The language the contact chose, if they sign in; else Chinese. */
async function languageOf(ctx: SiteContext, { contactId }: StoredCase): Promise<Language> {
  if (!contactId) return "zh";
  const row = await ctx.tx
    .selectFrom("people.role_grant as granted")
    .innerJoin("people.person as person", "person.id", "granted.person_id")
    .where("granted.site_id", "=", ctx.siteId)
    .where("granted.contact_id", "=", contactId)
    .select("person.language")
    .executeTakeFirst();
  return row?.language === "en" ? "en" : "zh";
}
