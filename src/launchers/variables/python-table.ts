import {
  AUTHORITIES,
  ELSEWHERE,
  isOn,
  NO_CERTIFICATES,
  PROXY,
  type VariableRow,
} from "./define.ts";

/** What Python and its package managers obey. */
export const PYTHON_VARIABLES: readonly VariableRow[] = [
  {
    by: "Python",
    names:
      "PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONUSERBASE PYTHONPLATLIBDIR PYTHONPYCACHEPREFIX PYTHONEXECUTABLE",
    outcome: "injected",
    does: "loads modules from outside of the installed environment",
  },
  {
    by: "Python",
    names: "PYTHONBREAKPOINT PYTHONINSPECT",
    outcome: "injected",
    does: "names what is called in the middle of a program",
    except: { words: "`0`", isHarmless: (value) => !isOn(value) },
  },
  {
    by: "Python",
    names: "PYTHONWARNINGS",
    outcome: "injected",
    does: "imports the module of the warning that it names",
    except: {
      words: "actions and built-in warnings (`ignore`, `default::DeprecationWarning`)",
      isHarmless: (value) => /^(?:[a-z]+(?:::[A-Z][A-Za-z]*Warning)?(?:,|$))*$/.test(value),
    },
  },
  {
    by: "Python",
    names: "PYTHONHTTPSVERIFY",
    outcome: "tls-off",
    does: NO_CERTIFICATES,
    except: { words: "anything but `0`", isHarmless: (value) => value !== "0" },
  },
  {
    by: "Python",
    names:
      "PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE PYTHONIOENCODING PYTHONUTF8 PYTHONHASHSEED " +
      "PYTHONFAULTHANDLER PYTHONNOUSERSITE PYTHONSAFEPATH PYTHONOPTIMIZE PYTHONDEBUG PYTHONVERBOSE " +
      "PYTHONTRACEMALLOC PYTHONPROFILEIMPORTTIME PYTHONASYNCIODEBUG PYTHONMALLOC PYTHONDEVMODE " +
      "PYTHONCOERCECLOCALE PYTHONLEGACYWINDOWSSTDIO PYTHONLEGACYWINDOWSFSENCODING PYTHONCASEOK " +
      "PYTHONINTMAXSTRDIGITS PYTHONNODEBUGRANGES PYTHONDUMPREFS PYTHON_COLORS PYTHON_CPU_COUNT " +
      "PYTHON_GIL PYTHON_JIT PYTHON_BASIC_REPL PYTHON_HISTORY PYTHON_FROZEN_MODULES PYTHONPERFSUPPORT " +
      "PYTHON_PERF_JIT_SUPPORT PYTHON_CONTEXT_AWARE_WARNINGS PYTHON_THREAD_INHERIT_CONTEXT",
    outcome: "harmless",
    does: "changes how Python reads, writes and counts",
  },
  {
    by: "Python",
    names: "PYTHON_PRESITE",
    outcome: "injected",
    does: "names a module that is imported before all others",
  },
  {
    by: "Python",
    names: "PYTHON*",
    outcome: "unjudged",
    does: "may change what Python loads",
    only: "pypi",
  },
  {
    by: "uv",
    names:
      "UV_INDEX_URL UV_EXTRA_INDEX_URL UV_DEFAULT_INDEX UV_INDEX UV_FIND_LINKS " +
      "UV_PYTHON_INSTALL_MIRROR UV_PYPY_INSTALL_MIRROR UV_PYTHON_DOWNLOADS_JSON_URL",
    outcome: "registry",
    does: ELSEWHERE,
  },
  {
    by: "uv",
    names: "UV_CONFIG_FILE",
    outcome: "registry",
    does: "names a configuration of uv, which can have packages fetched from another place",
  },
  {
    by: "uv",
    names: "UV_ENV_FILE",
    outcome: "injected",
    does: "names a file whose variables the server is started with",
  },
  {
    by: "uv",
    names: "UV_PYTHON",
    outcome: "injected",
    does: "names the Python that is started",
    except: {
      words: "versions (`3.12`)",
      isHarmless: (value) => /^\d+(?:\.\d+){0,2}$/.test(value),
    },
  },
  {
    by: "uv",
    names: "UV_PYTHON_INSTALL_DIR UV_PYTHON_SEARCH_PATH",
    outcome: "injected",
    does: "names where the Python that is started is looked for",
  },
  {
    by: "uv",
    names: "UV_CONSTRAINT UV_OVERRIDE UV_BUILD_CONSTRAINT",
    outcome: "registry",
    does: "names a file of requirements, each of which can be had from any address",
  },
  {
    by: "uv",
    names: "UV_INDEX_STRATEGY",
    outcome: "registry",
    does: "lets a second index answer for packages of the first",
    except: { words: "`first-index`", isHarmless: (value) => value === "first-index" },
  },
  {
    by: "uv",
    names: "UV_INSECURE_HOST UV_INSECURE_NO_ZIP_VALIDATION",
    outcome: "tls-off",
    does: NO_CERTIFICATES,
    except: { words: "`false`, `0` and empty", isHarmless: (value) => !isOn(value) },
  },
  {
    by: "uv",
    names:
      "UV_THREADPOOL_SIZE UV_USE_IO_URING UV_HTTP_TIMEOUT UV_REQUEST_TIMEOUT UV_HTTP_RETRIES UV_LINK_MODE " +
      "UV_NO_PROGRESS UV_OFFLINE UV_CONCURRENT_* UV_COMPILE_BYTECODE UV_NO_CACHE UV_FROZEN UV_LOCKED " +
      "UV_NO_SYNC UV_PUBLISH_* UV_NATIVE_TLS UV_SYSTEM_CERTS UV_NO_CONFIG UV_NO_ENV_FILE UV_PREVIEW",
    outcome: "harmless",
    does: "changes how fast and how loudly uv works",
  },
  {
    by: "uv",
    names: "UV_CACHE_DIR UV_TOOL_DIR",
    outcome: "moved",
    does: "has uv start environments of another folder",
    only: "pypi",
  },
  {
    by: "uv",
    names: "UV_*",
    outcome: "unjudged",
    does: "changes what uv runs or installs",
    only: "pypi",
  },
  {
    by: "pip",
    names: "PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS",
    outcome: "registry",
    does: ELSEWHERE,
  },
  { by: "pip", names: "PIP_TRUSTED_HOST", outcome: "tls-off", does: NO_CERTIFICATES },
  { by: "pip", names: "PIP_CERT", outcome: "tls-trust", does: AUTHORITIES },
  { by: "pip", names: "PIP_PROXY", outcome: "proxy", does: PROXY },
  {
    by: "pip",
    names:
      "PIP_NO_INPUT PIP_DISABLE_PIP_VERSION_CHECK PIP_NO_CACHE_DIR PIP_DEFAULT_TIMEOUT PIP_TIMEOUT " +
      "PIP_QUIET PIP_VERBOSE PIP_NO_COLOR PIP_ROOT_USER_ACTION PIP_PROGRESS_BAR PIP_RETRIES",
    outcome: "harmless",
    does: "changes how pip talks",
  },
  {
    by: "pip",
    names: "PIPX_HOME",
    outcome: "moved",
    does: "has pipx start environments of another folder",
    only: "pypi",
  },
  {
    by: "pip",
    names: "PIP_* PIPX_*",
    outcome: "unjudged",
    does: "changes what is installed",
    only: "pypi",
  },
];
