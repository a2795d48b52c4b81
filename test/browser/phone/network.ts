import { createServer, request as forward, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Network {
  readonly address: string;
  /** What becomes of a request: it passes, breaks before the server hears of it, or is done and its answer gets lost. */
  plan: (method: string, url: string) => "pass" | "cut" | "loseAnswer";
  /** What is put at the end of a file: another version of it. */
  addition: (url: string) => string;
  close(): Promise<void>;
}

/** What lies between the phone and the server. */
export async function openNetwork(to: URL): Promise<Network> {
  const between: Server = createServer((incoming, outgoing) => {
    const fate = network.plan(incoming.method ?? "", incoming.url ?? "");
    const addition = network.addition(incoming.url ?? "");
    if (fate === "cut") return void incoming.socket.destroy();
    const onward = forward(
      {
        host: to.hostname,
        port: to.port,
        method: incoming.method,
        path: incoming.url,
        headers: addition === "" ? incoming.headers : { ...incoming.headers, "accept-encoding": "identity" },
      },
      (answer) => {
        if (fate === "loseAnswer") {
          answer.resume();
          answer.on("end", () => incoming.socket.destroy());
          return;
        }
        if (addition === "") {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
          return;
        }
        const { "content-length": _length, ...headers } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, headers);
        answer.on("data", (piece: Buffer) => outgoing.write(piece));
        answer.on("end", () => outgoing.end(addition));
      },
    );
    onward.on("error", () => incoming.socket.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
  const network: Network = {
    address: `http://127.0.0.1:${(between.address() as AddressInfo).port}`,
    plan: () => "pass",
    addition: () => "",
    close: () =>
      new Promise((resolve) => {
        between.closeAllConnections();
        between.close(() => resolve());
      }),
  };
  return network;
}
