import { hash, parseOptions, verify } from "@node-rs/argon2";

/** argon2id at twice the memory that OWASP asks at least for: some 40 ms of one core. */
const cost = { memoryCost: 38_912, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** Whether `password` is the one behind `hashed`. With no hash (nobody has this account) the same work is done, and the answer is no. */
export async function isPassword(hashed: string | null | undefined, password: string): Promise<boolean> {
  const isRight = await verify(hashed ?? (await hashOfNobody()), password);
  return isRight && Boolean(hashed);
}

/** Whether a hash was made at another cost than today's and should be made anew when its password is next seen. */
export function isDated(hashed: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(hashed);
  return memoryCost !== cost.memoryCost || timeCost !== cost.timeCost || parallelism !== cost.parallelism;
}

let nobody: Promise<string> | undefined;
const hashOfNobody = (): Promise<string> => (nobody ??= hashPassword("the account that nobody has"));
