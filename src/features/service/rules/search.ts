/** Lower case, full-width letters and digits as half-width, spaces and marks as one blank: what a search compares. */
export function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * The pieces of `text` a search can start from: every pair of neighbouring characters of each word, and each character on its own,
 * so that a two-character Chinese word is one piece and any longer one several.
 */
export function pieces(text: string, most = 400): string[] {
  const found = new Set<string>();
  for (const word of plain(text).split(" ")) {
    const characters = [...word];
    for (const [index, character] of characters.entries()) {
      const next = characters[index + 1];
      if (next !== undefined) found.add(character + next);
      if (isHan(character)) found.add(character);
      if (found.size >= most) return [...found];
    }
    if (characters.length === 1) found.add(word);
  }
  found.delete("");
  return [...found];
}

/** The pieces that a text must have to contain every word of `wanted`. A single letter or digit is too little to search by. */
export function wantedPieces(wanted: string): string[] {
  const found = new Set<string>();
  for (const word of plain(wanted).split(" ")) {
    const characters = [...word];
    if (characters.length === 1 && characters[0] !== undefined) found.add(characters[0]);
    for (const [index, character] of characters.entries()) {
      const next = characters[index + 1];
      if (next !== undefined) found.add(character + next);
    }
  }
  return [...found];
}

const isHan = (character: string): boolean => /\p{Script=Han}/u.test(character);
