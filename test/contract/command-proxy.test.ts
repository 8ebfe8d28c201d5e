import { commandProxyBench } from "./benches/command-proxy";
import { proxyContract } from "./proxy";

proxyContract("command", commandProxyBench);
