import { type Launcher, programName } from "./define.ts";
import { declined, understood } from "./details.ts";

/** Those of them that are a server themselves, by one word. */
const SERVERS: ReadonlyMap<string, string> = new Map([
  ["brew", "mcp-server"],
  ["dart", "mcp-server"],
  ["heroku", "mcp:start"],
]);

/**
 * Programs that start something else in ways that no table here explains. Without this list they
 * would pass for servers themselves.
 */
export const starters: Launcher = {
  id: "starters",
  names: (
    "sudo doas su runuser nohup setsid timeout gtimeout nice ionice chrt taskset stdbuf unbuffer script " +
    "xargs parallel watch time strace ltrace gdb lldb chroot unshare nsenter bwrap firejail proot " +
    "systemd-run flatpak snap screen tmux expect socat nc ncat netcat curl wget open start " +
    "make gmake just task rake gradle gradlew mvn mvnw ant sbt bazel bazelisk buck2 turbo nx lerna " +
    "kubectl helm oc docker-compose podman-compose nerdctl finch lima limactl colima vagrant multipass " +
    "container devcontainer distrobox toolbox gcloud az gh hub heroku fly flyctl " +
    "corepack nvm n nodenv asdf proto pkgx devbox flox nix-shell nix-env guix spack pyenv rbenv jenv sdk " +
    "jbang groovy kotlin kotlinc scala clojure clj lein elixir mix erl iex swift dart flutter " +
    "wish awk gawk sed busybox toybox wasmtime wasmer qemu wine arch caffeinate " +
    "bundle gem composer brew apt apt-get dnf yum pacman apk choco scoop winget mas " +
    "rundll32 regsvr32 mshta wscript cscript msiexec conhost forfiles bitsadmin certutil " +
    "nodemon pm2 forever concurrently cross-env dotenv-rs teller chamber vault sops envchain " +
    "ld.so ld-linux-x86-64.so.2 exec command eval xvfb-run dbus-run-session ssh-agent"
  ).split(" "),
  toLaunch: ({ command, args, cwd }) => {
    const name = programName(command);
    if (args[0] !== undefined && SERVERS.get(name) === args[0])
      return understood("local-binary", { launcher: "binary", file: command, cwd });
    return declined(name, `what ${name} starts is not understood`);
  },
};
