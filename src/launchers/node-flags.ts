import { flagTable } from "./flags.ts";

/**
 * Options of Node, from `node --help` of 18 to 24, and those of V8 that servers are given. What
 * loads other code, resolves it otherwise or sets variables is unjudged. `-e`, `-p`, `--test`,
 * `--run`, `--check` are absent on purpose: with them the next word is not the script.
 */
export const NODE_FLAGS = flagTable({
  boolean:
    "--abort-on-uncaught-exception --allow-addons --allow-child-process --allow-wasi " +
    "--allow-worker --cpu-prof --disable-sigusr1 --enable-fips --enable-source-maps " +
    "--experimental-abortcontroller --experimental-default-type --experimental-eventsource " +
    "--experimental-fetch --experimental-global-webcrypto --experimental-import-meta-resolve " +
    "--experimental-json-modules --experimental-modules --experimental-permission " +
    "--experimental-repl-await --experimental-require-module --experimental-sqlite " +
    "--experimental-strip-types --experimental-top-level-await --experimental-transform-types " +
    "--experimental-vm-modules --experimental-wasm-modules --experimental-websocket " +
    "--experimental-webstorage --expose-gc --expose_gc --force-fips --frozen-intrinsics --heap-prof " +
    "--harmony --inspect --inspect-brk --inspect-wait --insecure-http-parser --jitless " +
    "--network-family-autoselection --no-addons --no-deprecation --no-network-family-autoselection " +
    "--no-experimental-fetch --no-experimental-strip-types --no-experimental-websocket " +
    "--no-global-search-paths --no-warnings --no-strip-types --node-memory-debug " +
    "--openssl-legacy-provider --pending-deprecation --permission --report-on-fatalerror " +
    "--report-on-signal --report-uncaught-exception --throw-deprecation --trace-deprecation " +
    "--trace-exit --trace-uncaught --trace-warnings --track-heap-objects --use-bundled-ca " +
    "--use-env-proxy --use-openssl-ca --use-system-ca --verify-base-objects --watch " +
    "--tls-min-v1.2 --tls-min-v1.3 --tls-max-v1.2 --tls-max-v1.3 --trace-sigint --trace-env --trace-promises " +
    "--no-experimental-detect-module --no-experimental-require-module --no-experimental-sqlite " +
    "--no-experimental-global-navigator --no-extra-info-on-fatal-exception --report-compact " +
    "--disallow-code-generation-from-strings --interpreted-frames-native-stack " +
    "--watch-preserve-output --zero-fill-buffers",
  value:
    "--diagnostic-dir --disable-warning --dns-result-order --input-type --inspect-port " +
    "--experimental-specifier-resolution --es-module-specifier-resolution " +
    "--max-http-header-size --redirect-warnings --report-dir --report-directory " +
    "--report-filename --title --trace-event-categories --unhandled-rejections --watch-path " +
    "--localstorage-file --disable-proto --report-signal --tls-cipher-list --inspect-publish-uid --debug-port --network-family-autoselection-attempt-timeout",
  // V8 takes no value from the next word: that one is the script.
  attached:
    "--max-old-space-size --max_old_space_size --max-semi-space-size --max-heap-size " +
    "--max-old-space-size-percentage --stack-size --stack_size --initial-old-space-size " +
    "--stack-trace-limit --allow-fs-read --allow-fs-write --v8-pool-size",
  unjudged: {
    boolean: "--preserve-symlinks --preserve-symlinks-main --openssl-shared-config",
    value:
      "-r --require --import --loader --experimental-loader --env-file --env-file-if-exists -C " +
      "--conditions --openssl-config --icu-data-dir --snapshot-blob --experimental-config-file " +
      "--experimental-package-map",
  },
});
