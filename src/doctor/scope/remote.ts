/** Names under which anybody can lend an address of the internet to a program of a laptop. */
const TUNNELS =
  /(?:^|\.)(?:ngrok\.(?:io|app|dev)|ngrok-free\.(?:app|dev)|trycloudflare\.com|loca\.lt|localtunnel\.me|serveo\.net|lhr\.life|localhost\.run|bore\.pub|tunnelmole\.net|pagekite\.me|devtunnels\.ms|tunnels\.api\.visualstudio\.com|pinggy\.(?:io|link)|telebit\.io|zrok\.io)$/i;

export type RemoteKind = "plain" | "tunnel" | "address";

/** What is wrong with the host and scheme of a remote server, the gravest first. */
export function remoteKinds({ protocol, hostname }: URL): readonly RemoteKind[] {
  const host = hostname.replace(/^\[|\]$/g, "");
  const isPlain = protocol === "http:" || protocol === "ws:";
  const isAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || host.includes(":");
  return [
    ...(isPlain ? (["plain"] as const) : []),
    ...(TUNNELS.test(host) ? (["tunnel"] as const) : []),
    ...(isAddress ? (["address"] as const) : []),
  ];
}
