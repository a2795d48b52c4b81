import { Addition, readDictionary, readPdf, reference, referencesIn, writeDictionary } from "./file.ts";

/** Lays each page of `overlay` over the same page of the file that is added to: ink on paper, nothing below it is touched. */
export function stamp(addition: Addition, overlay: Uint8Array): void {
  const source = readPdf(overlay);
  const numbers = new Map<number, number>();
  const renumbered = (text: string) => text.replaceAll(/(\d+) 0 R/g, (_, number: string) => `${bring(Number(number))} 0 R`);
  const bring = (number: number): number => {
    const known = numbers.get(number);
    if (known !== undefined) return known;
    const mine = addition.reserve();
    numbers.set(number, mine);
    const { text, stream } = source.object(number);
    addition.put(mine, renumbered(text), stream);
    return mine;
  };

  for (const [index, page] of source.pages.entries()) {
    const under = addition.file.pages[index];
    const entries = readDictionary(source.object(page).text);
    const content = source.object(reference(entries.get("Contents")));
    if (under === undefined || !content.stream) continue;
    const form = addition.put(
      addition.reserve(),
      writeDictionary(
        new Map([
          ...readDictionary(content.text),
          ["Type", "/XObject"],
          ["Subtype", "/Form"],
          ["BBox", entries.get("MediaBox") ?? "[0 0 595.2756 841.8898]"],
          ["Resources", renumbered(entries.get("Resources") ?? "<< >>")],
        ]),
      ),
      content.stream,
    );
    lay(addition, under, form);
  }
}

const stampName = "TkStamp";

function lay(addition: Addition, page: number, form: number): void {
  const entries = addition.entriesOf(page);
  const stream = (content: string) => addition.put(addition.reserve(), `<< /Length ${content.length} >>`, Buffer.from(content, "latin1"));
  const before = stream("q\n");
  const after = stream(`\nQ\nq /${stampName} Do Q\n`);
  const contents = referencesIn(entries.get("Contents") ?? "").map((number) => `${number} 0 R`);
  const written = entries.get("Resources") ?? "<< >>";
  const resources = written.startsWith("<<") ? readDictionary(written) : addition.entriesOf(reference(written));
  const pictures = readDictionary(resources.get("XObject") ?? "<< >>");
  pictures.set(stampName, `${form} 0 R`);
  resources.set("XObject", writeDictionary(pictures));
  entries.set("Contents", `[${before} 0 R ${contents.join(" ")} ${after} 0 R]`);
  entries.set("Resources", writeDictionary(resources));
  addition.put(page, writeDictionary(entries));
}
