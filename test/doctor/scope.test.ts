import assert from "node:assert/strict";
import { test } from "node:test";

import { briefly, DoctorHome } from "../support/doctor-home.ts";

interface Row {
  readonly what: string;
  readonly entry: object;
  readonly says: readonly string[];
  readonly platform?: "darwin" | "win32";
  readonly home?: (home: DoctorHome) => DoctorHome;
  readonly client?: string;
}

const files = (...folders: readonly string[]): object => ({
  command: "npx",
  args: ["-y", "@modelcontextprotocol/server-filesystem@2026.8.31", ...folders],
});
const docker = (...options: readonly string[]): object => ({
  command: "docker",
  args: ["run", "-i", "--rm", ...options, "mcp/git"],
});

const ROWS: readonly Row[] = [
  {
    what: "the whole disk",
    entry: files("/"),
    says: ["error[wide-folder] 8:9 it is given /: the whole disk"],
  },
  {
    what: "the home folder",
    entry: files("/home/ada/"),
    says: ["error[wide-folder] 8:9 it is given /home/ada/: your whole home folder"],
  },
  {
    what: "the home folder as ~",
    entry: files("~"),
    says: ["error[wide-folder] 8:9 it is given ~: your whole home folder"],
  },
  {
    what: "the home folder by dots",
    entry: files("/home/ada/projects/.."),
    says: ["error[wide-folder] 8:9 it is given /home/ada/projects/..: your whole home folder"],
  },
  {
    what: "the home folder through a link",
    home: (home) => {
      home.disk.link("/srv/data", "/home/ada");
      return home;
    },
    entry: files("/srv/data"),
    says: [
      "error[wide-folder] 8:9 it is given /srv/data, which leads to /home/ada: your whole home folder",
    ],
  },
  {
    what: "everybody's home folders",
    entry: files("/home"),
    says: ["error[wide-folder] 8:9 it is given /home: the home folders of everybody"],
  },
  {
    what: "a drive",
    platform: "win32",
    client: "cursor",
    home: (home) => home.has("C:\\Windows\\System32\\cmd.exe"),
    entry: {
      command: "cmd",
      args: ["/c", "npx", "-y", "@modelcontextprotocol/server-filesystem", "C:\\"],
    },
    says: ["error[wide-folder] 10:9 it is given C:\\: the whole disk"],
  },
  {
    what: "a folder with keys",
    entry: files("/home/ada/projects", "/home/ada/.ssh"),
    says: ["error[wide-folder] 9:9 it is given /home/ada/.ssh: your SSH keys"],
  },
  {
    what: "a folder that is kept in step",
    platform: "darwin",
    client: "cursor",
    entry: files("/Users/ada/Library/Mobile Documents/com~apple~CloudDocs"),
    says: [
      "error[wide-folder] 8:9 it is given /Users/ada/Library/Mobile Documents/com~apple~CloudDocs: everything that you keep in step with other machines",
    ],
  },
  {
    what: "a folder of OneDrive's inside is fine",
    entry: files("/home/ada/OneDrive/project"),
    says: [],
  },
  {
    what: "with an option",
    entry: files("--root=/home/ada"),
    says: ["error[wide-folder] 8:9 it is given /home/ada: your whole home folder"],
  },
  {
    what: "in a variable",
    entry: { command: "npx", args: ["-y", "@x/files@1.0.0"], env: { ALLOWED_PATHS: "/srv/app:/" } },
    says: ["error[wide-folder] 10:26 it is given /: the whole disk"],
  },
  { what: "PATH is not given", entry: { ...files("/srv"), env: { HOME: "/home/ada" } }, says: [] },
  {
    what: "the folder that a launcher works in",
    home: (home) =>
      home.hasPrograms({ "/usr/bin/uv": "\u007fELF" }).has("/home/ada/pyproject.toml"),
    entry: { command: "uv", args: ["--directory", "/home/ada", "run", "server.py"] },
    says: [],
  },
  {
    what: "every right",
    entry: docker("--privileged"),
    says: ["error[open-container] 9:9 --privileged gives it every right on this machine"],
  },
  {
    what: "the engine's socket",
    entry: docker("-v", "/var/run/docker.sock:/var/run/docker.sock"),
    says: [
      "error[open-container] 10:9 the mount of /var/run/docker.sock gives it the engine itself, and with it this machine",
    ],
  },
  {
    what: "the disk as a mount",
    entry: docker("-v", "/:/host"),
    says: ["error[open-container] 10:9 the mount of / gives it the whole disk"],
  },
  {
    what: "the home folder as a mount of the longer kind",
    entry: docker("--mount", "type=bind,src=/home/ada,dst=/data"),
    says: ["error[open-container] 10:9 the mount of /home/ada gives it your whole home folder"],
  },
  {
    what: "one folder as a mount is fine",
    entry: docker("-v", "/home/ada/projects/shop:/data:ro", "-v", "cache:/cache"),
    says: [],
  },
  {
    what: "the host's programs and capabilities",
    entry: docker("--pid", "host", "--cap-add", "SYS_ADMIN"),
    says: [
      "error[open-container] 9:9 --pid host gives it the programs of this machine, with their memory and variables",
      "error[open-container] 11:9 --cap-add SYS_ADMIN gives it rights of the administrator",
    ],
  },
  {
    what: "the host's network",
    entry: docker("--network", "host"),
    says: [
      "warning[open-container] 9:9 --network host gives it every service that listens on this machine alone",
    ],
  },
  {
    what: "plain http",
    client: "cursor",
    entry: { url: "http://mcp.example.test/mcp" },
    says: [
      "error[open-transport] 4:14 mcp.example.test is reached over plain http: everybody on the way can read and change it",
    ],
  },
  {
    what: "a tunnel",
    client: "cursor",
    entry: { url: "https://1a2b-3c4d.ngrok-free.app/mcp" },
    says: [
      "warning[open-transport] 4:14 1a2b-3c4d.ngrok-free.app is a name of a tunnel, which anybody can rent",
    ],
  },
  {
    what: "an address without a name, over plain http, behind a bridge",
    entry: { command: "npx", args: ["-y", "mcp-remote@0.1.29", "http://192.0.2.7:8080/mcp"] },
    says: [
      "error[open-transport] 8:9 192.0.2.7:8080 is reached over plain http: everybody on the way can read and change it",
      "warning[open-transport] 8:9 192.0.2.7:8080 is an address without a name",
    ],
  },
  {
    what: "this machine over plain http is fine",
    client: "cursor",
    home: (home) => {
      home.listening.add(3000);
      return home;
    },
    entry: { url: "http://127.0.0.1:3000/mcp" },
    says: [],
  },
];

for (const row of ROWS)
  test(`${row.what}: told at its place`, async () => {
    const bare = new DoctorHome(row.platform ?? "linux").hasNode();
    const ready = (row.home?.(bare) ?? bare).hasPrograms({ "/usr/bin/docker": "\u007fELF" });
    const { findings } = await ready
      .configures({ a: row.entry }, row.client ?? "claude-desktop")
      .examines();
    const told = findings.filter(({ consequence }) => consequence === "scope").map(briefly);
    assert.deepEqual(told, row.says);
  });
