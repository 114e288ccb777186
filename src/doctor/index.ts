import type { Diagnosis } from "./define.ts";
import { badEscape } from "./diagnoses/bad-escape.ts";
import { byteOrderMark } from "./diagnoses/byte-order-mark.ts";
import { commentInJson } from "./diagnoses/comment-in-json.ts";
import { duplicateName } from "./diagnoses/duplicate-name.ts";
import { emptyConfig } from "./diagnoses/empty-config.ts";
import { engineNotRunning } from "./diagnoses/engine-not-running.ts";
import { extraComma } from "./diagnoses/extra-comma.ts";
import { failingCall } from "./diagnoses/failing-call.ts";
import { ignoredSwitch } from "./diagnoses/ignored-switch.ts";
import { imageNotPulled } from "./diagnoses/image-not-pulled.ts";
import { lastFailure } from "./diagnoses/last-failure.ts";
import { localhostInContainer } from "./diagnoses/localhost-in-container.ts";
import { misnamedField } from "./diagnoses/misnamed-field.ts";
import { misnamedServers } from "./diagnoses/misnamed-servers.ts";
import { misplacedBracket } from "./diagnoses/misplaced-bracket.ts";
import { misplacedConfig } from "./diagnoses/misplaced-config.ts";
import { misreadCommand } from "./diagnoses/misread-command.ts";
import { missingComma } from "./diagnoses/missing-comma.ts";
import { missingInput } from "./diagnoses/missing-input.ts";
import { missingPath } from "./diagnoses/missing-path.ts";
import { missingProgram } from "./diagnoses/missing-program.ts";
import { needsLogin } from "./diagnoses/needs-login.ts";
import { noHandshake } from "./diagnoses/no-handshake.ts";
import { notExecutable } from "./diagnoses/not-executable.ts";
import { nothingListens } from "./diagnoses/nothing-listens.ts";
import { openContainer } from "./diagnoses/open-container.ts";
import { openTransport } from "./diagnoses/open-transport.ts";
import { otherEncoding } from "./diagnoses/other-encoding.ts";
import { otherNodeVersion } from "./diagnoses/other-node-version.ts";
import { placeholder } from "./diagnoses/placeholder.ts";
import { plainSecret } from "./diagnoses/plain-secret.ts";
import { redirectedServer } from "./diagnoses/redirected-server.ts";
import { relativePath } from "./diagnoses/relative-path.ts";
import { slowAnswer } from "./diagnoses/slow-answer.ts";
import { strayOutput } from "./diagnoses/stray-output.ts";
import { syntax } from "./diagnoses/syntax.ts";
import { trailingComma } from "./diagnoses/trailing-comma.ts";
import { twoInstallations } from "./diagnoses/two-installations.ts";
import { uncleanEnd } from "./diagnoses/unclean-end.ts";
import { unclosed } from "./diagnoses/unclosed.ts";
import { unknownField } from "./diagnoses/unknown-field.ts";
import { unmetRequirement } from "./diagnoses/unmet-requirement.ts";
import { unreadableConfig } from "./diagnoses/unreadable-config.ts";
import { unreplacedTilde } from "./diagnoses/unreplaced-tilde.ts";
import { unreplacedVariable } from "./diagnoses/unreplaced-variable.ts";
import { unsetVariable } from "./diagnoses/unset-variable.ts";
import { wideFolder } from "./diagnoses/wide-folder.ts";
import { windowsScript } from "./diagnoses/windows-script.ts";
import { wrongQuotes } from "./diagnoses/wrong-quotes.ts";
import { wrongShape } from "./diagnoses/wrong-shape.ts";
import { wrongValue } from "./diagnoses/wrong-value.ts";

/** Every diagnosis, in the order in which those of one place are told. */
export const DIAGNOSES = [
  byteOrderMark,
  otherEncoding,
  emptyConfig,
  missingComma,
  trailingComma,
  extraComma,
  wrongQuotes,
  commentInJson,
  badEscape,
  misplacedBracket,
  unclosed,
  syntax,
  wrongShape,
  duplicateName,
  misnamedServers,
  misplacedConfig,
  twoInstallations,
  misnamedField,
  wrongValue,
  noHandshake,
  missingProgram,
  notExecutable,
  misreadCommand,
  windowsScript,
  missingPath,
  unreplacedTilde,
  unmetRequirement,
  otherNodeVersion,
  placeholder,
  missingInput,
  unsetVariable,
  unreplacedVariable,
  engineNotRunning,
  imageNotPulled,
  localhostInContainer,
  nothingListens,
  relativePath,
  plainSecret,
  wideFolder,
  openContainer,
  openTransport,
  redirectedServer,
  needsLogin,
  strayOutput,
  uncleanEnd,
  slowAnswer,
  lastFailure,
  failingCall,
  ignoredSwitch,
  unknownField,
  unreadableConfig,
] as const satisfies readonly Diagnosis[];
