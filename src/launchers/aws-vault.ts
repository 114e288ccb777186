import { flagTable } from "./flags.ts";
import { wrapper } from "./wrapper.ts";

export const awsVault = wrapper({
  id: "aws-vault",
  subcommand: "exec",
  flags: flagTable({
    boolean: "-n --no-session -j --json --debug --ecs-server --ec2-server --server --lazy",
    value: "-d --duration --region --backend --prompt -t --mfa-token",
  }),
  operands: 1,
  needsDashes: true,
  influence: "variables that aws-vault sets",
});
