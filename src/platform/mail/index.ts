import { errand, type Feature } from "../feature.ts";
import { sendMail } from "./contract.ts";
import { deliver, type MailOptions } from "./deliver.ts";

export { composeMail, type Letter } from "./compose.ts";
export { sendMail } from "./contract.ts";
export type { MailOptions } from "./deliver.ts";

/** Sending mail, as a feature of its own: a job, and at start a note for the administrators whether there is a server to send by. */
export const mailFeature = (options: MailOptions): Feature => ({
  name: "mail",
  routes: [],
  jobs: [errand(sendMail, (context, mail) => deliver(context, mail, options))],
  async start(ctx) {
    const found = { is_configured: options.server !== undefined, looked_at: ctx.now };
    await ctx.tx
      .insertInto("platform.mail_server")
      .values({ only_one: true, ...found })
      .onConflict((conflict) => conflict.column("only_one").doUpdateSet(found))
      .execute();
  },
});
