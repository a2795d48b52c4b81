/** F06 complaint form (投诉记录表) as it is printed: every text already in the reader's language, every time in the site's zone. */
export interface ComplaintFormData {
  readonly language: "zh" | "en";
  readonly formNo: string;
  readonly manualVersion: string;
  readonly site: string;
  readonly caseNo: string;
  readonly status: string;
  readonly kind: string;
  readonly channel: string;
  readonly receivedAt: string;
  readonly receiver: string;
  readonly owner: string;
  readonly customer: string;
  readonly contact: string;
  readonly contactPhone: string;
  readonly unit: string;
  readonly matter: string;
  readonly category: string;
  readonly severity: string;
  readonly attributable: string;
  readonly verifications: readonly {
    readonly at: string;
    readonly person: string;
    readonly findings: string;
    readonly result: string;
  }[];
  readonly handling: readonly {
    readonly at: string;
    readonly department: string;
    readonly person: string;
    readonly measure: string;
  }[];
  readonly promises: readonly {
    readonly promisedAt: string;
    readonly madeAt: string;
    readonly person: string;
    readonly reason: string;
  }[];
  readonly feedbacks: readonly {
    readonly at: string;
    readonly toWhom: string;
    readonly means: string;
    readonly words: string;
    readonly person: string;
    readonly isResult: boolean;
  }[];
  readonly callbacks: readonly {
    readonly at: string;
    readonly person: string;
    readonly visited: string;
    readonly mode: string;
    readonly speed: number;
    readonly attitude: number;
    readonly quality: number;
    readonly result: number;
    readonly opinion: string;
  }[];
  readonly exceptions: readonly {
    readonly at: string;
    readonly person: string;
    readonly what: string;
    readonly reason: string;
  }[];
  readonly cause: string;
  readonly actionNo: string;
  readonly attachments: readonly string[];
  readonly printedAt: string;
  readonly printedBy: string;
  readonly printCount: number;
  /** The proof code and its address, drawn as a QR code (SVG). */
  readonly proofCode: string;
  readonly proofUrl: string;
  readonly proofQr: string;
}
