import { startPostgres } from "#platform/db/embedded.ts";

// A process that starts the embedded server of a folder, says its address, and lives until it is told to stop or killed.

const server = await startPostgres({ dataFolder: process.argv[2] ?? "", settings: { shared_buffers: "16MB" } });
console.log(server.url);
process.on("SIGTERM", () => void server.stop().then(() => process.exit(0)));
setInterval(() => {}, 60_000);
