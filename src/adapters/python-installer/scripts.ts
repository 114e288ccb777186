/** Programs of Python, given with -c to one that is alone. They load nothing but its own modules. */

/** Says the version, the middle of compiled files' names, and where it looks for its own modules. */
export const FACTS = `
import json, sys
print(json.dumps({
    "version": "%d.%d" % sys.version_info[:2],
    "tag": sys.implementation.cache_tag or "",
    "search": [path for path in sys.path if path],
}))
`;

/** Compiles a list of [source, compiled, shown], read as JSON from standard input. */
export const COMPILE = `
import json, py_compile, sys, warnings
warnings.simplefilter("ignore")
for source, compiled, shown in json.load(sys.stdin):
    try:
        py_compile.compile(source, compiled, shown, doraise=True)
    except (py_compile.PyCompileError, OSError, ValueError, RecursionError, UnicodeError):
        pass
`;
