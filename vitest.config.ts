import { defineConfig } from "vitest/config";

// Two workers, for every test of a command has a PostgreSQL behind it; the server itself is started once, by the global setup.
export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: "server", include: ["src/**/*.test.ts", "test/*.test.ts", "scripts/**/*.test.ts"], globalSetup: ["test/harness/databaseServer.ts"] },
      },
      {
        extends: true,
        test: { name: "browser", include: ["test/browser/**/*.test.ts"], globalSetup: ["test/harness/databaseServer.ts"], fileParallelism: false, testTimeout: 180_000 },
      },
    ],
  },
});
