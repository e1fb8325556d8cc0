// The script is TypeScript, like everything else here; Vite reads it for Node.
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

await runnerImport(fileURLToPath(new URL("./photograph.ts", import.meta.url)), { configFile: false, logLevel: "error" });
