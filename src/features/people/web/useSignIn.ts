import { useState } from "react";
import { useCommand } from "#platform/web/client.ts";
import type { ProblemError } from "#platform/web/problem.ts";
import * as contract from "../contract.ts";
import { peopleProblems } from "../rules.ts";
import { useEnter } from "./useEnter.ts";

export interface Credentials {
  readonly login: string;
  readonly password: string;
}

/** Sign-in in its two steps: account and password, then, where the account has one, the code of the second factor. */
export function useSignIn() {
  const enter = useEnter();
  const signIn = useCommand(contract.signIn, { onDone: enter });
  const [given, setGiven] = useState<Credentials | null>(null);
  const isAbout = ({ code }: { readonly code: string }) => signIn.error?.reasons.some((reason) => reason.code === code) ?? false;
  const isAsked = isAbout(peopleProblems.codeNeeded);
  const wantsCode = given !== null && !isAbout(peopleProblems.signInFailed) && (isAsked || isAbout(peopleProblems.codeWrong) || signIn.variables?.body.code !== undefined);
  return {
    step: wantsCode ? ("code" as const) : ("password" as const),
    isPending: signIn.isPending || signIn.isSuccess,
    /** Being asked for a code is no failure. */
    error: (isAsked ? null : signIn.error) as ProblemError | null,
    offer(credentials: Credentials) {
      setGiven(credentials);
      signIn.mutate({ body: credentials });
    },
    offerCode(code: string) {
      if (given) signIn.mutate({ body: { ...given, code } });
    },
    startAgain() {
      signIn.reset();
      setGiven(null);
    },
  };
}
