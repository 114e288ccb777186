/** The text of docs/environment.md, from the tables of variables and of npm's options. */
import type { VariableRow } from "../src/launchers/variables/define.ts";
import { NPM_OPTIONS } from "../src/launchers/variables/npm-options.ts";
import { VARIABLES } from "../src/launchers/variables/table.ts";
import type { EffectOutcome } from "../src/model/entry-evidence.ts";

const RULES: Readonly<Record<EffectOutcome, string>> = {
  injected: "error [injected-environment](rules/injected-environment.md)",
  registry: "error [redirected-registry](rules/redirected-registry.md)",
  "tls-off": "error [weakened-tls](rules/weakened-tls.md)",
  "tls-trust": "warning [weakened-tls](rules/weakened-tls.md)",
  proxy: "warning [proxied](rules/proxied.md)",
  moved: "warning [redirected-home](rules/redirected-home.md)",
  followed: "followed: pinfold looks there",
  harmless: "nothing",
  unjudged: "not judged: `inconclusive`",
};

const INTRO = `# Variables and npm's options

Written by \`scripts/docs.ts\` from \`src/launchers/variables\`; a test holds it current.

What a variable in an entry's \`env\` does to what runs, and what pinfold says to it. A variable that
is named nowhere here is the server's own (a token, an address, \`NODE_ENV\`) and is never judged; its
value is never shown, and a changed value is nothing. The first row that has a name decides; a \`*\`
stands for any ending. On Windows names are compared without case.

A warning is not repeated for a variable that the entry had, with that value, when it was locked or
accepted. An error is accepted only with a reason and an end: \`pinfold accept SERVER --reason TEXT
--until DATE\`; code that an accepted variable loads is still not checked, so the server is then
\`inconclusive\`.
`;

const NODE_OPTIONS = `## Node's options in \`NODE_OPTIONS\`

| options | finding | why |
| --- | --- | --- |
| \`-r\`, \`--require\`, \`--import\`, \`--loader\`, \`--experimental-loader\`, \`--env-file\`, \`--openssl-config\`, \`--snapshot-blob\`, \`--experimental-config-file\`, \`--conditions\`, \`--inspect\` and their variants | ${RULES.injected} | load code into every Node that is started, or let others into it |
| memory, warnings, tracing, time-outs: \`--max-old-space-size\`, \`--no-warnings\`, \`--dns-result-order\` … | nothing | change nothing of what runs |
| every other one | ${RULES.unjudged} | nobody has said what it does |
`;

const NPM_INTRO = `## npm's options

In a variable \`npm_config_NAME\` of the entry, in any case, or in the \`.npmrc\` of the folder that npx
is started in. In the user's own and the machine's files a registry, proxies, authorities and folders
are the configuration and no finding; \`strict-ssl=false\` is a warning there. What runs code is the
error [npm-setting](rules/npm-setting.md) in every file. An option that is named nowhere here changes
nothing of what npx starts; in a variable it is not judged.
`;

export function environmentDoc(): string {
  const groups = Map.groupBy(VARIABLES, ({ by }) => by);
  const sections = [...groups].map(([by, rows]) => `## ${heading(by)}\n\n${table(rows)}`);
  const options = NPM_OPTIONS.map(({ names, outcome, does, except }) => ({
    names: names.replace("@*", "@SCOPE:registry"),
    outcome,
    does,
    ...(except === undefined ? {} : { except }),
  }));
  return [INTRO, ...sections, NODE_OPTIONS, `${NPM_INTRO}\n${table(options)}`].join("\n");
}

function heading(by: VariableRow["by"]): string {
  const words: Partial<Record<VariableRow["by"], string>> = {
    loader: "The dynamic loader",
    shell: "Shells",
    proxy: "Proxies",
    folders: "Folders",
  };
  return words[by] ?? by;
}

function table(
  rows: readonly Pick<VariableRow, "names" | "outcome" | "does" | "except" | "only">[],
): string {
  const lines = rows.map(({ names, outcome, does, except, only }) => {
    const listed = names
      .split(/\s+/)
      .map((name) => `\`${name}\``)
      .join(", ");
    const limits = [
      ...(only === undefined ? [] : [`only for ${only} launches`]),
      ...(except === undefined ? [] : [`harmless: ${except.words}`]),
    ];
    return `| ${[listed, RULES[outcome], does, limits.join("; ")].join(" | ")} |`;
  });
  return `${["| names | finding | what it does | exceptions |", "| --- | --- | --- | --- |", ...lines].join("\n")}\n`;
}
