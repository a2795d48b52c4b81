import { z } from "zod";
import { job } from "#kernel/contract.ts";
import { idField } from "#kernel/fields.ts";

/** One recipient, and an address only: no name, list or line break that a header could be broken with. */
const addressField = z.string().trim().max(254).pipe(z.email());

/** Sends a mail, again and again for about two days if the server is away. `composeMail` makes subject, text and html. */
export const sendMail = job({
  name: "mail.send",
  payload: z.object({
    siteId: idField("site").nullable().optional(),
    to: addressField,
    subject: z.string().min(1).max(300),
    text: z.string().max(100_000),
    html: z.string().max(300_000).optional(),
    /** Answers go here instead of to the sender. */
    replyTo: addressField.optional(),
  }),
});
