import type { Diagnosis } from "./define.ts";
import { badEscape } from "./diagnoses/bad-escape.ts";
import { byteOrderMark } from "./diagnoses/byte-order-mark.ts";
import { commentInJson } from "./diagnoses/comment-in-json.ts";
import { duplicateName } from "./diagnoses/duplicate-name.ts";
import { emptyConfig } from "./diagnoses/empty-config.ts";
import { extraComma } from "./diagnoses/extra-comma.ts";
import { ignoredSwitch } from "./diagnoses/ignored-switch.ts";
import { misnamedField } from "./diagnoses/misnamed-field.ts";
import { misnamedServers } from "./diagnoses/misnamed-servers.ts";
import { misplacedBracket } from "./diagnoses/misplaced-bracket.ts";
import { misplacedConfig } from "./diagnoses/misplaced-config.ts";
import { missingComma } from "./diagnoses/missing-comma.ts";
import { otherEncoding } from "./diagnoses/other-encoding.ts";
import { syntax } from "./diagnoses/syntax.ts";
import { trailingComma } from "./diagnoses/trailing-comma.ts";
import { twoInstallations } from "./diagnoses/two-installations.ts";
import { unclosed } from "./diagnoses/unclosed.ts";
import { unknownField } from "./diagnoses/unknown-field.ts";
import { unreadableConfig } from "./diagnoses/unreadable-config.ts";
import { wrongQuotes } from "./diagnoses/wrong-quotes.ts";
import { wrongShape } from "./diagnoses/wrong-shape.ts";
import { wrongValue } from "./diagnoses/wrong-value.ts";

/** Every diagnosis, in the order in which those of one severity are told. */
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
  ignoredSwitch,
  unknownField,
  unreadableConfig,
] as const satisfies readonly Diagnosis[];
