// As much of two packages as is used here; their own types know nothing of what a template's errors carry.

declare module "pizzip" {
  export default class PizZip {
    constructor(bytes?: Uint8Array);
    generate(options: { type: "uint8array"; compression: "DEFLATE" }): Uint8Array;
  }
}

declare module "docxtemplater" {
  import type PizZip from "pizzip";
  export interface Options {
    readonly paragraphLoop: boolean;
    readonly linebreaks: boolean;
    readonly parser: (tag: string) => { readonly get: (scope: unknown, context: { readonly scopeList: readonly unknown[] }) => unknown };
    readonly nullGetter: () => string;
    readonly modules?: readonly object[];
    readonly errorLogging: boolean;
  }
  export default class Docxtemplater {
    constructor(zip: PizZip, options: Options);
    render(data: object): void;
    getZip(): PizZip;
  }
}

declare module "docxtemplater/js/inspect-module.js" {
  export default class InspectModule {
    constructor();
    getAllTags(): Readonly<Record<string, unknown>>;
  }
}
