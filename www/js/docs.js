// The documentation of the API: Swagger UI over /api/openapi.json.

import { byId } from "./dom.js";

const box = byId("docs");
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function followScheme() {
  document.documentElement.classList.toggle("dark-mode", dark.matches);
}

// The name of a route is a link within a button: one of the two is enough.
const plainNames = ({ React }) => ({
  components: {
    DeepLink: ({ text }) => React.createElement("span", {}, text),
  },
});

// An example of a filter would stand in its field, and all filters together fit
// no job: it is said in words.
function inWords(parameter) {
  if (!("example" in parameter) || parameter.required) return;
  const values = [parameter.example].flat().map((value) => `\`${value}\``);
  parameter.description += ` Example: ${values.join(", ")}.`;
  delete parameter.example;
}

function prepare(text) {
  const api = JSON.parse(text);
  Object.values(api.components.parameters).forEach(inWords);
  for (const path of Object.values(api.paths)) {
    for (const operation of Object.values(path)) {
      operation.parameters?.forEach(inWords);
    }
  }
  return JSON.stringify(api);
}

// What Swagger UI leaves to guess for who does not see the page.
function name(node) {
  const parameter = node.closest("[data-param-name]");
  const words = parameter?.dataset.paramName ?? node.getAttribute("title");
  node.setAttribute("aria-label", words || "Media type of the answer");
}

function level(node) {
  if (node.matches(".opblock-tag, .models > *")) return "2";
  return "3";
}

// Swagger UI brings the page's <main> along; what is before it gets a name.
function repair() {
  for (const node of box.querySelectorAll(".information-container:not([role])")) {
    node.setAttribute("role", "region");
    node.setAttribute("aria-label", "About the API");
  }
  for (const node of box.querySelectorAll(".scheme-container:not([role])")) {
    node.setAttribute("role", "region");
    node.setAttribute("aria-label", "Sign-in");
  }
  for (const node of box.querySelectorAll(":is(h3, h4, h5):not([aria-level])")) {
    node.setAttribute("aria-level", level(node));
  }
  for (const node of box.querySelectorAll("select:not([aria-label])")) name(node);
  for (const node of box.querySelectorAll("pre:not([tabindex])")) {
    node.setAttribute("tabindex", "0");
  }
}

let prepared = false;

function received(response) {
  if (!prepared && response.ok) response.text = prepare(response.text);
  prepared = true;
  return response;
}

dark.addEventListener("change", followScheme);
followScheme();
new MutationObserver(repair).observe(box, { childList: true, subtree: true });

window.SwaggerUIBundle({
  url: "/api/openapi.json",
  domNode: box,
  presets: [window.SwaggerUIBundle.presets.apis],
  plugins: [plainNames],
  layout: "BaseLayout",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 3,
  displayRequestDuration: true,
  syntaxHighlight: false,
  validatorUrl: null,
  // Trying is for reading; a click here starts no import.
  supportedSubmitMethods: ["get"],
  responseInterceptor: received,
  onComplete: () => box.setAttribute("aria-busy", "false"),
});
