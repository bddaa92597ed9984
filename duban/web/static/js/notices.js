// The import wizard. Every page works without this file: links, forms and reloads do the same, slower.

const byId = (id) => document.getElementById(id);
const narrow = () => window.matchMedia("(max-width: 900px)").matches;

// On a narrow screen one pane is shown at a time; going to the other one switches the tab.
function show(pane) {
  const tab = byId(pane === "source" ? "tab-source" : "tab-items");
  if (tab && narrow()) tab.checked = true;
}

function flash(element) {
  element.classList.remove("flash");
  void element.offsetWidth; // restart the animation
  element.classList.add("flash");
}

function goTo(id) {
  const target = byId(id);
  if (!target) return false;
  show(target.closest(".source") ? "source" : "items");
  const folded = target.closest("details:not([open])");
  if (folded) folded.open = true;
  target.scrollIntoView({ block: "center", behavior: "auto" });
  flash(target);
  return true;
}

// A click on an item leads to the source and back; links and fields inside keep their own meaning.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (link && byId(link.getAttribute("href").slice(1))) {
    if (goTo(decodeURIComponent(link.getAttribute("href").slice(1)))) event.preventDefault();
    return;
  }
  if (event.target.closest("a, button, input, select, textarea, label, summary, form")) return;
  if (window.getSelection().toString()) return; // somebody is copying words out of the source
  const place = event.target.closest("[data-goes]");
  if (place) goTo(place.dataset.goes);
});

// n and p walk the findings that wait, a accepts the one at hand.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!["n", "p", "a"].includes(event.key)) return;
  const waiting = [...document.querySelectorAll("[data-finding]")];
  if (!waiting.length) return;
  const at = waiting.findIndex((each) => each.contains(document.activeElement));
  if (event.key === "a") {
    const button = at >= 0 && waiting[at].querySelector("[data-accept]");
    if (button) button.click();
    return;
  }
  const next = waiting[(at + (event.key === "n" ? 1 : waiting.length - (at < 0 ? 0 : 1))) % waiting.length];
  show("items");
  next.scrollIntoView({ block: "center" });
  next.focus({ preventScroll: true });
  const source = next.querySelector("[data-source]");
  if (source && !narrow()) {
    const place = byId(decodeURIComponent(source.getAttribute("href").slice(1)));
    if (place) {
      place.scrollIntoView({ block: "center" });
      flash(place);
    }
  }
  event.preventDefault();
});

// After a save the bar comes back with the new revision: forms that are open beside it stay valid.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target.id !== "bar") return;
  const revision = byId("bar")?.querySelector("input[name=revision]")?.value;
  if (!revision) return;
  for (const field of document.querySelectorAll("main input[name=revision]")) field.value = revision;
});

// After an answer the next finding that waits takes the place of the answered one.
let answered = -1;
document.addEventListener("htmx:beforeRequest", (event) => {
  const finding = event.target.closest("[data-finding]");
  answered = finding ? [...document.querySelectorAll("[data-finding]")].indexOf(finding) : -1;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "findings" || answered < 0) return;
  const waiting = document.querySelectorAll("[data-finding]");
  const next = waiting[Math.min(answered, waiting.length - 1)];
  if (next) next.focus({ preventScroll: true });
  answered = -1;
});

// A refusal (409, 422) is shown, never swallowed.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (![403, 409, 422].includes(xhr.status)) return;
  const toast = byId("toast");
  toast.innerHTML = xhr.responseText;
  window.setTimeout(() => toast.replaceChildren(), 8000);
});

// Dropping a file onto the upload field.
const drop = document.querySelector("[data-drop]");
if (drop) {
  const field = drop.querySelector("input[type=file]");
  const name = drop.querySelector("[data-drop-name]");
  const tell = () => {
    const file = field.files[0];
    name.hidden = !file;
    if (file) name.textContent = `已选择：${file.name}（${(file.size / 1048576).toFixed(2)} MB）`;
  };
  field.addEventListener("change", tell);
  for (const type of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.toggle("drop-over", type === "dragover");
    });
  }
  drop.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    tell();
  });
}

// An address with a place (#i1-53, #r0) opens what is folded over it.
if (window.location.hash) {
  window.requestAnimationFrame(() => goTo(decodeURIComponent(window.location.hash.slice(1))));
}
