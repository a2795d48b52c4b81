import { QueryClient } from "@tanstack/react-query";
import { ProblemError } from "./problem.ts";

/** The cache of what the server said: kept while live news keep it true, asked again only when no answer came. */
export function newClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && error instanceof ProblemError && (error.status === 0 || error.status === 503),
      },
      mutations: { retry: false },
    },
  });
}
