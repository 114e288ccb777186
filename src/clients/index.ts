import { abacus } from "./abacus.ts";
import { amazonQ } from "./amazon-q.ts";
import { amp } from "./amp.ts";
import { antigravity } from "./antigravity.ts";
import { boltai } from "./boltai.ts";
import { claudeCode } from "./claude-code.ts";
import { claudeDesktop } from "./claude-desktop.ts";
import { claudeDesktopExt } from "./claude-desktop-ext.ts";
import { cline } from "./cline.ts";
import { codex } from "./codex.ts";
import { continueDev } from "./continue.ts";
import { copilotCli } from "./copilot-cli.ts";
import { copilotEclipse } from "./copilot-eclipse.ts";
import { cowork } from "./cowork.ts";
import { crush } from "./crush.ts";
import { cursor } from "./cursor.ts";
import { enconvo } from "./enconvo.ts";
import { factoryDroid } from "./factory-droid.ts";
import { geminiCli } from "./gemini-cli.ts";
import { goose } from "./goose.ts";
import { jetbrainsAi } from "./jetbrains-ai.ts";
import { jetbrainsAir } from "./jetbrains-air.ts";
import { junie } from "./junie.ts";
import { kilo } from "./kilo.ts";
import { kimiCli } from "./kimi-cli.ts";
import { kiro } from "./kiro.ts";
import { lmStudio } from "./lm-studio.ts";
import { mcporter } from "./mcporter.ts";
import { mistralVibe } from "./mistral-vibe.ts";
import { nanobot } from "./nanobot.ts";
import { opencode } from "./opencode.ts";
import { qoder } from "./qoder.ts";
import { qwenCode } from "./qwen-code.ts";
import { rooCode } from "./roo-code.ts";
import { sema4 } from "./sema4.ts";
import { trae } from "./trae.ts";
import { visualStudio } from "./visual-studio.ts";
import { vscode } from "./vscode.ts";
import { vscodeInsiders } from "./vscode-insiders.ts";
import { vscodeServer } from "./vscode-server.ts";
import { warp } from "./warp.ts";
import { windsurf } from "./windsurf.ts";
import { windsurfJetbrains } from "./windsurf-jetbrains.ts";
import { witsy } from "./witsy.ts";
import { xcode } from "./xcode.ts";
import { zed } from "./zed.ts";
import type { ClientDefinition } from "./define.ts";

/** Every client that pinfold reads, in the order of reports. */
export const CLIENTS: readonly ClientDefinition[] = [
  claudeDesktop,
  claudeDesktopExt,
  cowork,
  claudeCode,
  cursor,
  vscode,
  vscodeInsiders,
  vscodeServer,
  windsurf,
  windsurfJetbrains,
  zed,
  codex,
  geminiCli,
  qwenCode,
  antigravity,
  cline,
  rooCode,
  kilo,
  continueDev,
  goose,
  amp,
  opencode,
  kiro,
  amazonQ,
  jetbrainsAi,
  jetbrainsAir,
  junie,
  copilotCli,
  copilotEclipse,
  visualStudio,
  lmStudio,
  warp,
  xcode,
  trae,
  crush,
  factoryDroid,
  kimiCli,
  mistralVibe,
  qoder,
  sema4,
  mcporter,
  witsy,
  enconvo,
  boltai,
  nanobot,
  abacus,
];
