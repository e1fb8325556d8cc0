import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

/** What a folder may not import, and why: imports go one way, from app down to lib. */
function forbid(patterns) {
  return { "no-restricted-imports": ["error", { patterns }] };
}
const noApp = { regex: "^@/(app|pages)(/|$)", message: "Only app and pages know the application; pass it in as a prop." };
const noFeature = { regex: "^@/features(/|$)", message: "The parts know no feature." };
const noComponent = { regex: "^@/components(/|$)", message: "lib knows no component." };
const noUpwards = { regex: "^\\.\\./", message: "Write @/…, so that the direction of an import can be seen and checked." };

const features = ["patients", "appointments", "records", "imports", "doctors"];

export default tseslint.config(
  { ignores: ["dist", "coverage", "src/lib/api-types.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  reactHooks.configs.flat["recommended-latest"],
  jsxA11y.flatConfigs.strict,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js", "screens/start.mjs"] }, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/consistent-type-imports": "error",
      // an event handler may be async: React ignores what it returns, and errors reach the query's own state
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-restricted-globals": [
        "error",
        { name: "localStorage", message: "Use lib/preferences: nothing about a person is ever stored." },
        { name: "sessionStorage", message: "Drafts live in memory (lib/drafts)." },
      ],
    },
  },
  { files: ["src/lib/**"], rules: forbid([noApp, noFeature, noComponent, noUpwards]) },
  { files: ["src/components/**"], rules: forbid([noApp, noFeature, noUpwards]) },
  ...features.map((name) => ({
    files: [`src/features/${name}/**`],
    rules: forbid([
      noApp,
      noUpwards,
      { regex: `^@/features/(?!${name}(/|$))`, message: "Features never import each other; a page composes them." },
    ]),
  })),
  { files: ["src/pages/**", "src/app/**"], rules: forbid([noUpwards]) },
  // a test may look into the storage, to prove that nothing is there
  { files: ["tests/**"], rules: { "no-restricted-globals": "off" } },
  { files: ["eslint.config.js", "screens/start.mjs"], extends: [tseslint.configs.disableTypeChecked] },
);
