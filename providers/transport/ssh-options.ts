/** What every use of ssh has in common; the rest is the user's own configuration. */
export const SSH_OPTIONS: readonly string[] = [
  "BatchMode=yes",
  "StrictHostKeyChecking=yes",
  "UpdateHostKeys=no",
  "ServerAliveInterval=3",
  "ServerAliveCountMax=3",
  "ConnectTimeout=10",
  "LogLevel=ERROR",
  "RequestTTY=no",
  "RemoteCommand=none",
  "ClearAllForwardings=yes",
  "ForwardAgent=no",
  "ForwardX11=no",
  "PermitLocalCommand=no",
].flatMap((option) => ["-o", option]);
