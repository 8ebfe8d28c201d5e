import { type Form, form } from "./form";

export const sshForm: Form = form(
  "Write user@host, user@host:port, or a name from ~/.ssh/config",
  [
    [/[\r\n]/, "holds a line break"],
    [/^-/, 'begins with "-", which ssh would take for an option'],
    [/^ssh:\/\//i, "is a URL"],
    [/\s/, "holds a space; options belong into ~/.ssh/config"],
    [/["'`]/, "holds a quote"],
    [/^[^@]*:[^@]*@/, "holds a password or a colon before the @; ssh asks the agent and the keys instead"],
    [/@-/, 'has a host that begins with "-", which ssh would take for an option'],
    [/^@|@$/, "lacks the user or the host beside the @"],
    [/^[^[]*:[^[\]]*:/, "is an IPv6 address without brackets"],
    [/:[^\]]*$/, "has a port that is no number"],
  ],
  "is no ssh destination",
  (text) => {
    if (/^ssh:\/\//i.test(text)) return text.slice(6).replace(/\/.*$/, "");
    return /^(?:[\w.-]+@)?[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:]*$/i.test(text)
      ? text.replace(/[0-9a-f:]+$/i, (address) => `[${address}]`)
      : undefined;
  },
);

export const addressForm: Form = form(
  "Write an IP address or a DNS name, without a user, a scheme or a port",
  [
    [/\s/, "holds a space"],
    [/^-/, 'begins with "-"'],
    [/^[a-z]+:\/\//i, "is a URL"],
    [/@/, "names a user"],
    [/^[^:]*:[0-9]+$/, "holds a port"],
    [/[[\]]/, "holds brackets"],
  ],
  "is no address",
  (text) => {
    const bare = text
      .replace(/^[a-z]+:\/\//i, "")
      .replace(/^[^@]*@/, "")
      .replace(/\/.*$/, "")
      .replace(/[[\]]/g, "");
    return /^[^:]*:[0-9]+$/.test(bare) ? bare.replace(/:.*$/, "") : bare;
  },
);

export const domainForm: Form = form(
  "Write a DNS name such as shop.example.org, or *.example.org for every name below it",
  [
    [/\s/, "holds a space"],
    [/^[a-z]+:\/\//i, "is a whole address"],
    [/\//, "holds a path"],
    [/:/, "holds a port"],
    [/_/, "holds an underscore, which host names do not have"],
    [/\P{ASCII}/u, "holds letters outside ASCII; write its xn-- form"],
    [/.\*|^\*[^.]|^\*$/, "has a * elsewhere than as its first part"],
    [/^\.|\.$|\.\./, "begins or ends with a dot, or has two in a row"],
    [/[^.]{64}/, "has a part longer than 63 characters"],
    [/^.{254}/, "is longer than 253 characters"],
  ],
  "is no domain",
  (text) =>
    text
      .replace(/^[a-z]+:\/\//i, "")
      .replace(/[/:].*$/, "")
      .replace(/^\.+|\.+$/g, ""),
);

export const subnetForm: Form = form(
  "Write a network's first address and the length of its prefix, such as 10.9.0.0/24",
  [
    [/\s/, "holds a space"],
    [/^[^/]*$/, "has no prefix length"],
    [/\/.*\./, "has a mask where the length of the prefix belongs"],
  ],
  "is no subnet",
);
