import { type FlagStyle, flagTable } from "./flags.ts";

/**
 * Options of `docker run` (`docker run --help`, 27), which podman takes too. Mounts lie over the
 * image's own files, and another runtime or entry point starts other code: no rule judges them.
 */
export const RUN_FLAGS = flagTable({
  boolean:
    "-i --interactive -t --tty --rm --init --privileged -d --detach -P --publish-all -q --quiet " +
    "--read-only --sig-proxy --no-healthcheck --oom-kill-disable --disable-content-trust",
  value:
    "--add-host --annotation -a --attach --blkio-weight --blkio-weight-device --cap-add --cap-drop --cgroup-parent " +
    "--cgroupns --cidfile -c --cpu-shares --cpu-count --cpu-percent --cpu-period --cpu-quota --cpu-rt-period --cpu-rt-runtime --cpus " +
    "--cpuset-cpus --cpuset-mems --detach-keys --device --device-cgroup-rule --device-read-bps --device-read-iops --device-write-bps --device-write-iops --dns --dns-option --dns-search " +
    "--domainname -e --env --expose --gpus --group-add --health-interval --health-retries " +
    "--health-start-interval --health-start-period --health-timeout --io-maxbandwidth --io-maxiops --kernel-memory --link-local-ip -h --hostname --ip --ip6 --ipc --isolation -l --label --label-file --link " +
    "--log-driver --log-opt --mac-address -m --memory --memory-reservation --memory-swap " +
    "--memory-swappiness --name --network --net --network-alias --oom-score-adj --pid --pids-limit " +
    "--platform -p --publish --pull --restart --security-opt --shm-size --stop-signal " +
    "--stop-timeout --storage-opt --sysctl --tmpfs --ulimit -u --user --userns --uts -w --workdir",
  unjudged: {
    boolean: "--use-api-socket",
    value:
      "--entrypoint --env-file --runtime --health-cmd -v --volume --mount --volumes-from " +
      "--volume-driver",
  },
});

/** What only podman has (`podman run --help`, 5). */
export const PODMAN_RUN_FLAGS = new Map([
  ...RUN_FLAGS,
  ...flagTable({
    boolean: "--replace --tls-verify --no-hosts --rmi",
    value: "--arch --os --variant --pod --secret --passwd --umask --tz --authfile --cgroups",
    unjudged: {
      boolean: "--env-host --rootfs --http-proxy",
      value: "--init-path --hooks-dir --decryption-key --module --env-merge",
    },
  }),
]);

/** Options before the command: another daemon has other images. */
export const GLOBAL_FLAGS = flagTable({
  boolean: "-D --debug --tls --tlsverify",
  value: "-l --log-level --tlscacert --tlscert --tlskey",
  unjudged: {
    boolean: "-r --remote",
    value: "-H --host -c --context --config --connection --url --root --runroot --runtime",
  },
});

/** Values that start with a dash are values: `--memory-swap -1`. */
export const CONTAINER_STYLE: FlagStyle = { clusters: true, dashValues: true };
