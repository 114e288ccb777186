import type { Launch } from "../../model/launch.ts";
import { declined, unknownOption, withUnjudged } from "../details.ts";
import { flagTable, parseFlags, parseInterspersed, valuesOf } from "../flags.ts";
import { hasVariable } from "../words/paths.ts";
import { type Program, type Started, scriptOf, wrapped } from "./define.ts";

// A placeholder counts: the client or the user puts the address there.
function isEndpoint(word: string | undefined): word is string {
  return word !== undefined && (/^(?:https?|wss?):\/\/./i.test(word) || hasVariable(word));
}

function bridgeTo(base: Launch, endpoint: string, unjudged: readonly string[]): Launch {
  return withUnjudged({ ...base, detail: "remote-bridge", endpoint }, ...unjudged);
}

function noEndpoint(base: Launch, name: string): Launch {
  return declined(base.launcher, `${name} is given no address to connect to`);
}

const MCP_REMOTE_FLAGS = flagTable({
  boolean: "--allow-http --debug --silent --enable-proxy --insecure",
  value:
    "--header --transport --host --resource --auth-timeout --ignore-tool --auth-server-url " +
    "--static-oauth-client-metadata --static-oauth-client-info --callback-port",
});

/** `mcp-remote URL [PORT] [OPTIONS]`: its first word is the address, whatever follows. */
export const mcpRemote: Program = {
  ecosystem: "npm",
  package: "mcp-remote",
  bins: ["mcp-remote"],
  toLaunch({ base, args }) {
    if (isEndpoint(args[0])) return bridgeTo(base, args[0], []);
    const { rest, unknown } = parseFlags(args, MCP_REMOTE_FLAGS);
    if (unknown !== null) return unknownOption("mcp-remote", unknown);
    return isEndpoint(rest[0]) ? bridgeTo(base, rest[0], []) : noEndpoint(base, "mcp-remote");
  },
};

const SUPERGATEWAY_FLAGS = flagTable({
  boolean: "--stateful --cors --help",
  attached: "--cors",
  value:
    "--sse --streamableHttp --stdio --outputTransport --port --baseUrl --ssePath --messagePath " +
    "--streamableHttpPath --logLevel --healthEndpoint --header --oauth2Bearer --protocolVersion " +
    "--sessionTimeout",
});

/** `supergateway --sse URL` brings a remote server here; `--stdio` offers a local one elsewhere. */
export const supergateway: Program = {
  ecosystem: "npm",
  package: "supergateway",
  bins: ["supergateway"],
  toLaunch({ base, args }) {
    const { flags, unknown } = parseInterspersed(args, SUPERGATEWAY_FLAGS);
    if (unknown !== null) return unknownOption("supergateway", unknown);
    const [endpoint, ...others] = valuesOf(flags, "--sse", "--streamableHttp");
    if (flags.has("--stdio"))
      return declined(base.launcher, "supergateway --stdio starts a command of its own");
    if (!isEndpoint(endpoint) || others.length > 0) return noEndpoint(base, "supergateway");
    return bridgeTo(base, endpoint, []);
  },
};

const MCP_PROXY_FLAGS = flagTable({
  boolean:
    "--pass-environment --no-pass-environment --debug --no-debug --stateless --no-stateless " +
    "--verify-ssl --no-verify-ssl",
  attached: "--verify-ssl",
  value:
    "--transport --log-level --port --host --sse-port --sse-host --allow-origin --cwd --client-id " +
    "--client-secret --token-url",
  pair: "-H --headers",
  unjudged: { pair: "-e --env", value: "--named-server-config --named-server" },
});

/** `mcp-proxy URL` brings a remote server here; `mcp-proxy COMMAND…` starts a local one. */
export const mcpProxy: Program = {
  ecosystem: "pypi",
  package: "mcp-proxy",
  bins: ["mcp-proxy"],
  toLaunch(started: Started) {
    const { base, label, args } = started;
    const { flags, rest, unknown, unjudged } = parseFlags(args, MCP_PROXY_FLAGS);
    if (unknown !== null) return unknownOption("mcp-proxy", unknown);
    const [first] = rest;
    // Several servers at once, each with a command line of its own.
    if (first === undefined || flags.has("--named-server")) return noEndpoint(base, "mcp-proxy");
    if (isEndpoint(first)) {
      // Options may also follow the address.
      const after = parseFlags(rest.slice(1), MCP_PROXY_FLAGS);
      if (after.unknown !== null) return unknownOption("mcp-proxy", after.unknown);
      return bridgeTo(base, first, [...unjudged, ...after.unjudged]);
    }
    const [cwd = null] = valuesOf(flags, "--cwd").slice(-1);
    const inside = cwd === null ? started : { ...started, base: { ...base, cwd } };
    return wrapped(inside, label, rest, `the code of ${label}`, ...unjudged);
  },
};

/** The npm package of that name only offers local servers elsewhere, unless it is given an address. */
export const mcpProxyNpm: Program = {
  ecosystem: "npm",
  package: "mcp-proxy",
  bins: ["mcp-proxy"],
  toLaunch({ base, args }) {
    const [first] = args;
    return isEndpoint(first)
      ? bridgeTo(base, first, [])
      : declined(base.launcher, "mcp-proxy of npm starts a command of its own");
  },
};

const FASTMCP_FLAGS = flagTable({
  boolean: "--no-banner --skip-source --skip-env --reload --no-reload --stateless",
  value: "--transport -t --host --port -p --path --log-level -l",
  unjudged: { value: "--python --with --with-requirements --with-editable --project" },
});

/** `fastmcp run URL` is a bridge, `fastmcp run FILE` runs a local server; likewise `mcp run FILE`. */
function runOrBridge(name: string, packageName: string): Program {
  return {
    ecosystem: "pypi",
    package: packageName,
    bins: [name],
    toLaunch({ base, args }) {
      if (args[0] !== "run") return base;
      const { rest, unknown, unjudged } = parseInterspersed(args.slice(1), FASTMCP_FLAGS);
      if (unknown !== null) return unknownOption(`${name} run`, unknown);
      const [first] = rest;
      if (first === undefined) return declined(base.launcher, `${name} run is given no server`);
      if (isEndpoint(first) && /^(?:https?|wss?):/i.test(first))
        return bridgeTo(base, first, unjudged);
      // A folder, a module or a configuration of several servers is not one script.
      if (!/\.py(?::\w+)?$/i.test(first))
        return declined(base.launcher, `what ${name} run starts is not a Python file`);
      const launcher = base.launcher === "binary" ? name : (base.launcher ?? name);
      return withUnjudged(scriptOf(base, launcher, first.replace(/:\w+$/, "")), ...unjudged);
    },
  };
}

export const fastmcp = runOrBridge("fastmcp", "fastmcp");
export const mcpCli = runOrBridge("mcp", "mcp");
