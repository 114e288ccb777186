const SECTIONS = new Set(["console_scripts", "gui_scripts"]);
const REFERENCE = /^([A-Za-z_][\w.]*)\s*:\s*([A-Za-z_][\w.]*)\s*(?:\[[^\]]*\])?$/;

/**
 * The programs of an entry_points.txt: name to `module:object`. Lines that no installer could make a
 * program of are left out. Source: PyPA, "Entry points specification".
 */
export function parsePrograms(text: string): Readonly<Record<string, string>> {
  const programs = new Map<string, string>();
  let section = "";
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/^\s*[#;].*$/, "").trim();
    const [, heading] = /^\[([^\]]*)\]$/.exec(line) ?? [];
    if (heading !== undefined) section = heading.trim();
    else if (SECTIONS.has(section)) {
      const at = line.indexOf("=");
      const [, module, object] = REFERENCE.exec(line.slice(at + 1).trim()) ?? [];
      const name = line.slice(0, at).trim();
      if (at > 0 && module !== undefined && isProgramName(name))
        programs.set(name, `${module}:${object ?? ""}`);
    }
  }
  return Object.fromEntries(programs);
}

function isProgramName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\\\0\r\n]/.test(name);
}
