import type { Id } from "#kernel/id.ts";
import { type Problem, problems, reasons } from "#kernel/problem.ts";
import { type Language, type Words, words } from "#kernel/words.ts";

/** 文书: a letter of the house. Its file never changes; what would change it is a new version. */
export interface DocumentRecord {
  readonly id: Id<"document">;
  /** Which letter, as `feature.name`. */
  readonly kind: string;
  readonly subject: Subject;
  readonly version: number;
  readonly supersedesId: Id<"document"> | null;
  readonly title: Words;
  readonly language: DocumentLanguage;
  readonly format: "pdf" | "docx";
  readonly tenantId: Id<"tenant"> | null;
  readonly fileId: Id<"file">;
  /** SHA-256 of the file as issued: what is signed. */
  readonly hash: string;
  readonly proofCode: string | null;
  readonly issuedByName: string;
  readonly issuedAt: Temporal.Instant;
  readonly state: DocumentState;
  readonly completedAt: Temporal.Instant | null;
  readonly grade: Grade | null;
  /** The same pages with the signatures on them and the site's digital signature around them. */
  readonly sealedFileId: Id<"file"> | null;
  readonly sealedHash: string | null;
  readonly closedAt: Temporal.Instant | null;
  readonly closedReason: string | null;
}

/** What a document is about; `label` as people say it. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
  readonly label: string;
}

export type DocumentLanguage = Language | "both";

export const documentStates = {
  issued: words("已出具", "Issued"),
  signing: words("签署中", "Being signed"),
  completed: words("已签署", "Signed"),
  superseded: words("已被新版取代", "Superseded"),
  withdrawn: words("已作废", "Withdrawn"),
} as const satisfies Record<string, Words>;
export type DocumentState = keyof typeof documentStates;

export const parties = {
  tenant: words("承租方", "Tenant"),
  owner: words("出租方", "Owner"),
  property: words("物业服务方", "Property company"),
  contractor: words("施工单位", "Contractor"),
} as const satisfies Record<string, Words>;
export type Party = keyof typeof parties;

/** How somebody signed, and what that is worth. */
export const means = {
  account: words("登录账号屏幕签署", "Signed on screen, by own account"),
  link: words("一次性链接加邮件验证码签署", "Signed by one-time link with a mailed code"),
  witnessed: words("在本公司屏幕上当面签署", "Signed on our screen, in our presence"),
  paper: words("纸质签署后扫描", "Signed on paper, scanned"),
} as const satisfies Record<string, Words>;
export type Means = keyof typeof means;

export const grades = {
  electronic: words("电子签署", "Electronic"),
  paper: words("纸质扫描（证据等级较低）", "Paper scan (weaker evidence)"),
} as const satisfies Record<string, Words>;
export type Grade = keyof typeof grades;

/** The document's grade is that of its weakest signature. */
export const gradeOf = (signatures: readonly { readonly means: Means }[]): Grade => (signatures.some(({ means }) => means === "paper") ? "paper" : "electronic");

/** Somebody whose signature a document waits for. */
export interface Signer {
  readonly party: Party;
  /** The company they sign for. */
  readonly partyName?: string;
  readonly name: string;
  readonly contactId?: Id<"contact">;
  readonly personId?: Id<"person">;
  readonly email?: string;
  readonly phone?: string;
}

export const signing = {
  linkDays: 14,
  codeMinutes: 10,
  /** Wrong codes on one link, however many codes were sent, before it ends. */
  mostWrongCodes: 6,
  mostCodes: 5,
  secondsBetweenCodes: 60,
  passMinutes: 30,
  mostSigners: 12,
  mostImageBytes: 300_000,
} as const;

export const documentsProblems = problems("documents", {
  notFound: { status: 404, words: words("没有这份文书。", "No such document.") },
  signerNotFound: { status: 404, words: words("没有这位签署人。", "No such signer.") },
  closed: { status: 409, words: words("这份文书已签署完成、被新版取代或已作废。", "This document is signed, superseded or withdrawn.") },
  nobodyToSign: { status: 409, words: words("这份文书没有待签署的人。", "There is nobody left to sign this document.") },
  alreadySigned: { status: 409, words: words("{name}已经签署。", "{name} has already signed.") },
  wordOnPaperOnly: {
    status: 409,
    words: words("Word 文件只能纸质签署：请打印签署后上传扫描件。", "A Word file is signed on paper only: print it, have it signed and attach the scan."),
  },
  noAddress: { status: 409, words: words("{name}没有电子邮箱，无法发送签署链接。请先补充邮箱。", "{name} has no e-mail address to send a link to. Add one first.") },
  notYours: { status: 403, words: words("您不是这里的签署人。", "You are not the one to sign here.") },
  linkDead: { status: 410, words: words("签署链接已失效或已使用，请联系发出方重新发送。", "This link no longer works. Ask whoever sent it for a new one.") },
  changedMeanwhile: { status: 409, words: words("这份文书不是您刚才看到的内容，请刷新后重新阅读。", "This is not the document you were looking at. Reload and read it again.") },
  imageWrong: { status: 422, words: words("请在签名框内手写签名。", "Write your signature in the box.") },
  codeWrong: { status: 422, words: words("验证码不正确，还可以再试 {left} 次。", "That is not the code. You can try {left} more times.") },
  codeOld: { status: 410, words: words("验证码已过期，请重新获取。", "The code has expired. Ask for a new one.") },
  codeSoon: { status: 429, words: words("请在 {seconds} 秒后重新获取验证码。", "Wait {seconds} seconds before asking for another code.") },
  codesUsedUp: { status: 429, words: words("验证码发送次数已达上限，请联系发出方重新发送链接。", "Too many codes were asked for. Ask whoever sent the link for a new one.") },
  passOld: { status: 410, words: words("停留时间过长，请重新获取验证码。", "You were away too long. Ask for a new code.") },
  certificateUnreadable: { status: 422, words: words("这不是 PKCS#12 证书文件（.p12 或 .pfx）。", "This is no PKCS#12 file (.p12 or .pfx).") },
  certificatePassword: { status: 422, words: words("证书密码不正确。", "That is not the certificate's password.") },
  certificateOldCipher: {
    status: 422,
    words: words("证书文件的加密方式过旧，请用 AES 重新导出。", "The file is locked by a cipher too old to trust. Export it again with AES."),
  },
  certificateNoKey: { status: 422, words: words("文件中没有私钥及其证书。", "The file holds no private key with its certificate.") },
  certificateExpired: { status: 422, words: words("证书不在有效期内。", "The certificate is not valid today.") },
  certificateUnusable: { status: 422, words: words("只支持 RSA 或椭圆曲线（P-256）证书。", "Only RSA and elliptic-curve (P-256) certificates are supported.") },
  keyLost: {
    status: 409,
    words: words(
      "签章证书的私钥无法解封（TOWERKEEP_SECRET 或 secret.key 已更换），请重新上传证书。",
      "The key of the certificate cannot be opened here: TOWERKEEP_SECRET or secret.key has changed. Upload it again.",
    ),
  },
  wordUnreadable: { status: 422, words: words("这不是 Word 文件（.docx），或文件已损坏。", "This is no Word file (.docx), or it is damaged.") },
  wordTagBroken: { status: 422, words: words("字段“{tag}”的花括号没有配对。", "The braces of the field “{tag}” do not match.") },
  wordLoopBroken: { status: 422, words: words("循环“{tag}”没有正确开始或结束。", "The loop “{tag}” is not begun or ended as it should be.") },
  wordFieldUnknown: { status: 422, words: words("没有名为“{field}”的字段。", "There is no field named {field}.") },
  wordNameTaken: { status: 409, words: words("已有同名模板「{name}」，请先停用。", "There is a template named {name}; retire it first.") },
  wordOtherKind: { status: 409, words: words("这个模板用于另一种文书。", "This template is for another kind of document.") },
  templateNotFound: { status: 404, words: words("没有这个模板。", "No such template.") },
  scanWrong: { status: 415, words: words("扫描件应为 PDF 或图片。", "The scan must be a PDF or a picture.") },
  superseded: { status: 409, words: words("已有更新的版本，请基于最新版本出具。", "There is a newer version. Issue the next one from that.") },
  otherSubject: { status: 409, words: words("新版本必须是同一对象的同一种文书。", "A new version must be the same kind of document about the same subject.") },
});

/** All that stands against somebody signing `document` now; none is fine. */
export const whyNotSign = (document: Pick<DocumentRecord, "state" | "format">, signer: { readonly name: string; readonly isSigned: boolean }): Problem[] =>
  reasons(signer.isSigned && documentsProblems.alreadySigned({ name: signer.name }), !isOpen(document) && documentsProblems.closed({ state: document.state }));

/** All that stands against asking for signatures to `document`; none is fine. */
export const whyNotAsk = (document: Pick<DocumentRecord, "state" | "format">, signers: readonly { readonly isSigned: boolean }[]): Problem[] =>
  reasons(
    !isOpen(document) && documentsProblems.closed({ state: document.state }),
    document.format === "docx" && documentsProblems.wordOnPaperOnly(),
    signers.every(({ isSigned }) => isSigned) && documentsProblems.nobodyToSign(),
  );

export const isOpen = ({ state }: Pick<DocumentRecord, "state">): boolean => state === "issued" || state === "signing";

/** Who works here signs on screen with their own account; everybody else is sent a link. */
export const isOutside = ({ party, personId }: { readonly party: Party; readonly personId: string | null }): boolean => personId === null && party !== "property";
