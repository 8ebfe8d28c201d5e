import type { LabHost } from "../host";

export interface WebProcessOptions {
  /** Its directory is `/srv/NAME`; it serves what is in `www` there. */
  readonly name: string;
  readonly port: number;
  /** The page that tells its health. */
  readonly page: string;
  /** The user whom it runs as; root otherwise. */
  readonly user?: string;
}

/** A web server of kind process that every host can run, one with nothing but busybox too. */
export class WebProcess {
  private readonly directory: string;

  constructor(private readonly options: WebProcessOptions) {
    this.directory = `/srv/${options.name}`;
  }

  /** Starts it on a host that has its files. */
  async start(host: LabHost): Promise<void> {
    await host.write(`${this.directory}/service`, this.script(), 0o755);
    await host.must(`${this.directory}/service start`);
  }

  /** What it answers on a host. */
  answer(host: LabHost): Promise<string> {
    return host.must(`curl -sf http://127.0.0.1:${this.options.port}${this.options.page}`);
  }

  /** The stack file that has it on a host of that name; `more` is what else to say of the service. */
  on(host: string, more: object = {}): unknown {
    const { name, port, page } = this.options;
    const asked = (word: string): string[] => ["./service", word];
    const health = { http: page, port, within: "30s" };
    const lifecycle = { start: asked("start"), stop: asked("stop"), status: asked("status"), health };
    return {
      hosts: { alpha: { ssh: "root@alpha" }, beta: { ssh: "root@beta" } },
      services: { [name]: { kind: "process", host, directory: this.directory, ...lifecycle, ...more } },
    };
  }

  private script(): string {
    const { name, port, user } = this.options;
    const as = user ? `setpriv --reuid=${user} --regid=${user} --init-groups ` : "";
    return `#!/bin/sh
cd ${this.directory} || exit 1
pid=/run/${name}.pid
running() { [ -s "$pid" ] && kill -0 "$(cat "$pid")" 2> /dev/null; }
case $1 in
  start) running || { ${as}busybox httpd -f -p ${port} -h ${this.directory}/www > /dev/null 2>&1 & echo "$!" > "$pid"; };;
  stop) if running; then kill "$(cat "$pid")"; fi; rm -f "$pid";;
  status) running || exit 3;;
esac
`;
  }
}
