import { oddPathext } from "../../path-search/windows.ts";
import {
  AUTHORITIES,
  ELSEWHERE,
  isOn,
  NO_CERTIFICATES,
  PROXY,
  type VariableRow,
} from "./define.ts";
import { PYTHON_VARIABLES } from "./python-table.ts";
import { isHarmlessJava, isPlainSsh, isStandardShell } from "./values.ts";

/**
 * Variables by what they can do; the first row that has a name decides. What is in no row is a
 * program's own: a token, an address, `NODE_ENV`. Sources: `man ld.so`, `man dyld`, the command line
 * pages of Node, CPython, uv, pip, bash, zsh, git and the JDK. NODE_OPTIONS and npm_config_* are
 * judged by the options in them, not here.
 */
export const VARIABLES: readonly VariableRow[] = [
  {
    by: "loader",
    names: "LD_BIND_NOW LD_BIND_NOT LD_DEBUG LD_DEBUG_OUTPUT LD_WARN LD_VERBOSE DYLD_PRINT_*",
    outcome: "harmless",
    does: "makes the dynamic loader talk or wait",
  },
  {
    by: "loader",
    names:
      "LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT LD_ORIGIN_PATH GCONV_PATH DYLD_INSERT_LIBRARIES " +
      "DYLD_LIBRARY_PATH DYLD_FRAMEWORK_PATH DYLD_FALLBACK_LIBRARY_PATH DYLD_FALLBACK_FRAMEWORK_PATH " +
      "DYLD_VERSIONED_LIBRARY_PATH DYLD_VERSIONED_FRAMEWORK_PATH DYLD_ROOT_PATH DYLD_IMAGE_SUFFIX",
    outcome: "injected",
    does: "puts libraries into every program that is started",
  },
  {
    by: "loader",
    names: "LD_* DYLD_* GLIBC_TUNABLES",
    outcome: "unjudged",
    does: "speaks to the dynamic loader",
  },
  {
    by: "loader",
    names: "OPENSSL_CONF OPENSSL_MODULES OPENSSL_ENGINES",
    outcome: "injected",
    does: "lets OpenSSL load modules",
    except: { words: "`/dev/null`", isHarmless: (value) => value === "/dev/null" },
  },
  {
    by: "Node",
    names: "NODE_PATH NODE_REPL_EXTERNAL_MODULE BUN_OPTIONS",
    outcome: "injected",
    does: "loads modules from outside of the installed tree",
  },
  {
    by: "Node",
    names: "NODE_COMPILE_CACHE NODE_ICU_DATA",
    outcome: "unjudged",
    does: "gives Node data that it believes",
  },
  {
    by: "Node",
    names: "NODE_PRESERVE_SYMLINKS NODE_PRESERVE_SYMLINKS_MAIN",
    outcome: "unjudged",
    does: "has Node look for modules beside links, not where these lead",
    except: { words: "anything but `1`", isHarmless: (value) => value !== "1" },
  },
  {
    by: "Node",
    names: "NODE_TLS_REJECT_UNAUTHORIZED",
    outcome: "tls-off",
    does: NO_CERTIFICATES,
    except: { words: "anything but `0`", isHarmless: (value) => value !== "0" },
  },
  ...PYTHON_VARIABLES,
  {
    by: "shell",
    names: "BASH_ENV ZDOTDIR PROMPT_COMMAND SHELLOPTS BASHOPTS PS4 FPATH BASH_FUNC_*",
    outcome: "injected",
    does: "is run or obeyed by every shell that is started; npx starts one",
  },
  {
    by: "shell",
    names: "ENV",
    outcome: "injected",
    does: "names a file that a shell runs",
    except: {
      words: "a word (`production`)",
      isHarmless: (value) => /^[\w.-]*$/.test(value),
    },
  },
  {
    by: "shell",
    names: "SHELL ComSpec",
    outcome: "injected",
    does: "names the shell that programs start",
    except: { words: "a shell of the system", isHarmless: isStandardShell },
  },
  {
    by: "Perl, Ruby and PHP",
    names:
      "PERL5OPT PERL5LIB PERLLIB PERL5DB RUBYOPT RUBYLIB PHPRC PHP_INI_SCAN_DIR LUA_INIT LUA_INIT_*",
    outcome: "injected",
    does: "loads code into every script that is started",
  },
  {
    by: "Java",
    names: "JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS",
    outcome: "injected",
    does: "gives every Java program options, which can load code",
    except: {
      words: "sizes, switches of the JVM, and properties that are a program's own",
      isHarmless: isHarmlessJava,
    },
  },
  { by: "Java", names: "CLASSPATH", outcome: "injected", does: "names where Java loads code from" },
  {
    by: ".NET",
    names:
      "DOTNET_STARTUP_HOOKS DOTNET_ADDITIONAL_DEPS DOTNET_SHARED_STORE CORECLR_PROFILER* COR_PROFILER*",
    outcome: "injected",
    does: "loads code into every .NET program",
  },
  {
    by: "git",
    names: "GIT_SSH_COMMAND",
    outcome: "injected",
    does: "is run by git for every remote",
    except: { words: "`ssh` with a key and plain options", isHarmless: isPlainSsh },
  },
  {
    by: "git",
    names:
      "GIT_SSH GIT_EXTERNAL_DIFF GIT_ASKPASS SSH_ASKPASS GIT_PROXY_COMMAND GIT_EXEC_PATH " +
      "GIT_TEMPLATE_DIR GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_CONFIG_COUNT GIT_CONFIG_KEY_* " +
      "GIT_CONFIG_VALUE_* GIT_CONFIG_PARAMETERS",
    outcome: "injected",
    does: "names programs or configuration that git obeys",
    except: { words: "`/dev/null`", isHarmless: (value) => value === "/dev/null" },
  },
  {
    by: "git",
    names: "GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_PAGER",
    outcome: "injected",
    does: "is run by git",
    except: {
      words: "the name of a usual editor or pager",
      isHarmless: (value) => /^(?:|:|true|cat|less|more|vim?|nvim|nano|emacs)$/.test(value),
    },
  },
  {
    by: "git",
    names: "GIT_SSL_NO_VERIFY",
    outcome: "tls-off",
    does: NO_CERTIFICATES,
    except: { words: "`false`, `0` and empty", isHarmless: (value) => !isOn(value) },
  },
  { by: "Go", names: "GOPROXY", outcome: "registry", does: ELSEWHERE },
  {
    by: "Go",
    names: "GOINSECURE GONOSUMDB GONOSUMCHECK",
    outcome: "tls-off",
    does: "turns proofs of Go modules off",
  },
  {
    by: "TLS",
    names:
      "NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE AWS_CA_BUNDLE " +
      "GIT_SSL_CAINFO GIT_SSL_CAPATH DENO_CERT",
    outcome: "tls-trust",
    does: AUTHORITIES,
  },
  {
    by: "TLS",
    names: "SSLKEYLOGFILE",
    outcome: "tls-trust",
    does: "writes the keys of connections into a file",
  },
  {
    by: "proxy",
    names:
      "HTTP_PROXY HTTPS_PROXY ALL_PROXY FTP_PROXY http_proxy https_proxy all_proxy ftp_proxy " +
      "GLOBAL_AGENT_HTTP_PROXY GLOBAL_AGENT_HTTPS_PROXY",
    outcome: "proxy",
    does: PROXY,
    except: { words: "empty", isHarmless: (value) => value === "" },
  },
  {
    by: "npm",
    names: "COREPACK_NPM_REGISTRY YARN_REGISTRY YARN_NPM_REGISTRY_SERVER BUN_CONFIG_REGISTRY",
    outcome: "registry",
    does: ELSEWHERE,
  },
  {
    by: "npm",
    names: "COREPACK_HOME npm_execpath npm_node_execpath",
    outcome: "unjudged",
    does: "names the package manager that is run",
    only: "npm",
  },
  {
    by: "folders",
    names: "PATH Path PREFIX DESTDIR",
    outcome: "followed",
    does: "decides where programs are looked for; the launcher is searched there",
  },
  {
    by: "folders",
    names: "PATHEXT",
    outcome: "unjudged",
    does: "decides which of several files of a name Windows starts",
    except: {
      words: "the usual extensions in their order",
      isHarmless: (value) => oddPathext(value) === null,
    },
  },
  {
    by: "folders",
    names: "HOME USERPROFILE APPDATA LOCALAPPDATA",
    outcome: "moved",
    does: "moves the folders of configuration and caches",
  },
  {
    by: "folders",
    names: "XDG_CONFIG_HOME XDG_CONFIG_DIRS XDG_DATA_HOME XDG_CACHE_HOME",
    outcome: "moved",
    does: "moves the folders of configuration and caches",
    only: "pypi",
  },
];
