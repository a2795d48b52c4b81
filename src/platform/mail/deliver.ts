import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import nodemailer from "nodemailer";
import type { ValueOf } from "#kernel/contract.ts";
import { newId } from "#kernel/id.ts";
import type { ErrandContext } from "../feature.ts";
import { publicAddress } from "./compose.ts";
import type { sendMail } from "./contract.ts";

export interface MailOptions {
  /** Undefined: every mail is kept as an .eml file in `folder` instead. */
  readonly server: { readonly url: string; readonly from: string } | undefined;
  readonly folder: string;
  readonly publicUrl: string;
}

type Mail = ValueOf<(typeof sendMail)["payload"]>;
type State = "sent" | "kept" | "failing" | "failed";

/** Sends one mail and writes down what became of it. What the server will never take is given up at once; anything else is tried again. */
export async function deliver(errand: ErrandContext, mail: Mail, options: MailOptions): Promise<void> {
  if (await wasSent(errand)) return; // The job ran before and only its end was lost.
  const note = (state: State, error: string | null = null) => writeDown(errand, mail, state, error);
  try {
    await (options.server ? send(errand, mail, options, options.server) : keep(errand, mail, options));
  } catch (error) {
    const isFinal = errand.isLastAttempt || isRefusedForGood(error);
    await note(isFinal ? "failed" : "failing", oneLine(error instanceof Error ? error.message : String(error), 500));
    if (isFinal) return;
    throw new Error("The mail could not be handed over; it will be tried again", { cause: error });
  }
  await note(options.server ? "sent" : "kept");
}

const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 };

async function send(errand: ErrandContext, mail: Mail, options: MailOptions, { url, from }: NonNullable<MailOptions["server"]>): Promise<void> {
  const transport = nodemailer.createTransport({ url, ...patience });
  try {
    await transport.sendMail(messageOf(errand, mail, options, from));
  } finally {
    transport.close();
  }
}

async function keep(errand: ErrandContext, mail: Mail, options: MailOptions): Promise<void> {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true });
  const { message } = await transport.sendMail(messageOf(errand, mail, options, "towerkeep@localhost"));
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const stamp = errand.queuedAt.toString({ smallestUnit: "second" }).replaceAll(/[:-]/g, "");
  const file = await open(path.join(options.folder, `${stamp}-${errand.jobId}.eml`), "w", 0o600);
  try {
    await file.writeFile(message as Buffer);
    await file.sync();
  } finally {
    await file.close();
  }
}

function messageOf(errand: ErrandContext, mail: Mail, { publicUrl }: MailOptions, from: string) {
  const addressed = (text: string) => text.replaceAll(publicAddress, publicUrl);
  return {
    from,
    to: { name: "", address: mail.to },
    subject: oneLine(mail.subject, 300),
    text: addressed(mail.text),
    ...(mail.html ? { html: addressed(mail.html) } : {}),
    ...(mail.replyTo ? { replyTo: { name: "", address: mail.replyTo } } : {}),
    // The same however often it is sent, so that a second copy shows as one.
    messageId: `<${errand.jobId}@towerkeep.${hostOf(publicUrl)}>`,
    headers: { "auto-submitted": "auto-generated" },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

const hostOf = (url: string): string => URL.parse(url)?.hostname.replaceAll(/[^\w.-]/g, "") || "localhost";

function oneLine(text: string, most: number): string {
  // oxlint-disable-next-line no-control-regex -- these are what is to go
  const line = text.replaceAll(/[\u0000-\u001f\u007f]+/g, " ");
  return line.slice(0, most).toWellFormed();
}

/** 5xx: the server has understood and will never take it. */
function isRefusedForGood(error: unknown): boolean {
  const { responseCode, command } = error as { responseCode?: number; command?: string };
  return responseCode !== undefined && responseCode >= 500 && command !== "AUTH" && command !== "CONN";
}

function wasSent({ jobId, transact }: ErrandContext): Promise<boolean> {
  return transact(async (ctx) => {
    const row = await ctx.tx.selectFrom("platform.mail").select("state").where("job_id", "=", jobId).executeTakeFirst();
    return row !== undefined && row.state !== "failing";
  });
}

async function writeDown({ jobId, queuedAt, attempt, transact }: ErrandContext, mail: Mail, state: State, error: string | null): Promise<void> {
  await transact(async (ctx) => {
    const outcome = { state, attempts: attempt, error, sent_at: state === "sent" || state === "kept" ? ctx.now : null };
    await ctx.tx
      .insertInto("platform.mail")
      .values({ id: newId(), job_id: jobId, recipient: mail.to, subject: oneLine(mail.subject, 300), queued_at: queuedAt, ...outcome })
      .onConflict((conflict) => conflict.column("job_id").doUpdateSet(outcome))
      .execute();
  });
}
