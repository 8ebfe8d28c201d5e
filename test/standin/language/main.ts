import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  AboutResponse,
  GetProgramDependenciesResponse,
  GetRequiredPackagesResponse,
  LanguageHandshakeResponse,
  type RunRequest,
  type RunResponse,
  RuntimeOptionsResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Programs } from "./programs";

/**
 * A stand-in for `pulumi-language-nodejs`: the LanguageRuntime service of pulumi's proto/language.proto, as far
 * as preview, up, refresh and destroy of an installed Node.js program ask for it.
 */
// The engine passes its own address last; flags such as -v=9 may stand before it.
const engine = process.argv.slice(2).findLast((argument) => !argument.startsWith("-")) ?? "";
const programs = new Programs(engine);

function answers<Q, R>(make: () => R): (call: ServerUnaryCall<Q, R>, done: sendUnaryData<R>) => void {
  return (_, done) => done(null, make());
}

function run(call: ServerUnaryCall<RunRequest, RunResponse>, done: sendUnaryData<RunResponse>): void {
  programs.run(call.request).then(
    (response) => done(null, response),
    (error: unknown) => done({ code: status.UNKNOWN, details: String(error) }),
  );
}

function main(): void {
  process.stderr.write(
    "Ferry: pulumi-language-nodejs is not installed; a stand-in for it runs this program.\n",
  );
  const server = new Server();
  server.addService(LanguageRuntimeService, {
    handshake: answers(() => new LanguageHandshakeResponse()),
    getPluginInfo: answers(() => new PluginInfo().setVersion("3.259.0")),
    // Plugins are found on PATH or by the engine itself when their first resource is declared.
    getRequiredPackages: answers(() => new GetRequiredPackagesResponse()),
    getProgramDependencies: answers(() => new GetProgramDependenciesResponse()),
    runtimeOptionsPrompts: answers(() => new RuntimeOptionsResponse()),
    about: answers(() => new AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
    cancel: answers(() => {
      programs.cancel();
      return new Empty();
    }),
    run,
  });
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    // The engine reads the port from the first line of standard output.
    process.stdout.write(`${port}\n`);
  });
}

main();
