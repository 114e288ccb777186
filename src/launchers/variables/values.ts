/** Values of variables that change nothing: what the table of variables excepts. */

const SHELLS = /^(?:\/usr)?(?:\/local)?\/bin\/(?:ba|da|z|k|a|fi)?sh$/;
const WINDOWS_SHELLS =
  /^[A-Z]:\\Windows\\System32\\(?:cmd|WindowsPowerShell\\v1\.0\\powershell)\.exe$/i;

/** A shell where systems have theirs; a bare `sh` is looked up on PATH and is not one. */
export function isStandardShell(value: string): boolean {
  return value === "" || SHELLS.test(value) || WINDOWS_SHELLS.test(value);
}

const JAVA = [
  /^-X(?:m[xsn]|ss)\d+[kmgt]?$/i,
  /^-XX:[+-](?!Flags|AllowArchivingWithJavaAgent)\w+$/,
  /^-XX:(?!On|Flags|VMOptions|Shared|Log|Error|Heap|AOT|Compile|Extra)\w+=[\w.%]+$/,
  /^-D(?:file\.encoding|stdout\.encoding|stderr\.encoding|sun\.\w+\.encoding|user\.(?:timezone|language|country)|java\.awt\.headless|java\.net\.preferIPv[46]\w+)=[\w./+-]+$/,
  /^-D(?!java|jdk|sun|com\.sun|http|ftp|socks|log4j|logback|jna|user|file)[\w.-]+(?:=\S*)?$/,
];

export function isHarmlessJava(value: string): boolean {
  const words = value.trim().split(/\s+/);
  return words.every((word) => word === "" || JAVA.some((pattern) => pattern.test(word)));
}

const SSH_SETTING =
  /^(?:IdentitiesOnly|StrictHostKeyChecking|UserKnownHostsFile|BatchMode|ConnectTimeout|ServerAliveInterval|LogLevel)=[\w./~-]+$/i;

/** `ssh -i KEY -o IdentitiesOnly=yes`: no option that starts another program. */
export function isPlainSsh(value: string): boolean {
  const [program, ...words] = value.trim().split(/\s+/);
  if (program !== "ssh" && program !== "/usr/bin/ssh") return false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const next = words[index + 1] ?? "";
    const isPair =
      (word === "-i" && /^[\w./~@+-]+$/.test(next)) ||
      (word === "-p" && /^\d+$/.test(next)) ||
      (word === "-o" && SSH_SETTING.test(next));
    if (isPair) index += 1;
    else if (!/^-[46CTqx]$/.test(word)) return false;
  }
  return true;
}
