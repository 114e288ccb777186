import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

/** A command line as a client's configuration has it. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** What a server says of itself, and what one call answers. */
export interface Conversation {
  readonly server: unknown;
  readonly capabilities: unknown;
  readonly instructions: string | null;
  readonly tools: unknown;
  readonly answer: unknown;
  readonly stderr: string;
}

const LIMIT_MS = 120_000;

/** The official client of MCP at the other end of a server's standard streams. */
export class RealClient implements AsyncDisposable {
  readonly client = new Client({ name: "pinfold-test", version: "0.0.0" });
  stderr = "";
  readonly #transport: StdioClientTransport;

  static async connect(line: CommandLine, around: Surroundings): Promise<RealClient> {
    const one = new RealClient(line, around);
    await one.client.connect(one.#transport, { timeout: LIMIT_MS });
    return one;
  }

  private constructor({ command, args }: CommandLine, { env, cwd }: Surroundings) {
    this.#transport = new StdioClientTransport({
      command,
      args: [...args],
      env: { ...env },
      cwd,
      stderr: "pipe",
    });
    this.#transport.stderr?.on("data", (chunk: Buffer) => (this.stderr += chunk.toString("utf8")));
  }

  get pid(): number {
    const { pid } = this.#transport;
    if (pid === null) throw new Error("the server has no process");
    return pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
  }

  async call(name: string, args: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.client.callTool({ name, arguments: { ...args } }, { timeout: LIMIT_MS });
  }
}

/** Initialize, the list of tools, and one call. */
export async function converse(
  line: CommandLine,
  around: Surroundings,
  call: readonly [tool: string, args: Readonly<Record<string, unknown>>],
): Promise<Conversation> {
  await using one = await RealClient.connect(line, around);
  const { tools } = await one.client.listTools(undefined, { timeout: LIMIT_MS });
  const answer = await one.call(...call);
  return {
    server: one.client.getServerVersion(),
    capabilities: one.client.getServerCapabilities(),
    instructions: one.client.getInstructions() ?? null,
    tools,
    answer,
    stderr: one.stderr,
  };
}
