// Acceptance by keyboard: "a" passes the line in which the cursor is, "r" goes to its reason for returning it.
// Without this file the buttons do the same.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const line = event.target.closest("[data-row]");
  if (!line) return;
  const wanted = { a: "[data-accept]", r: "[data-return]" }[event.key];
  const found = wanted && line.querySelector(wanted);
  if (!found) return;
  event.preventDefault();
  if (event.key === "a") found.click();
  else found.focus();
});

// After a line has been decided the cursor goes on to the next one that is open.
document.addEventListener("htmx:afterSwap", (event) => {
  const id = event.detail.target && event.detail.target.id;
  if (!id || !id.startsWith("line-")) return;
  const lines = [...document.querySelectorAll(".line-card")];
  const at = lines.findIndex((line) => line.id === id);
  const next = lines.slice(at + 1).find((line) => line.querySelector("[data-accept]")) || lines[at];
  const button = next && next.querySelector("[data-accept], a");
  if (button) button.focus();
});

// A refusal (422, 409) is shown inside the form that asked.
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig && event.detail.requestConfig.elt;
  if (event.detail.xhr.status < 400 || !form || !form.matches("form.decide")) return;
  const box = form.querySelector(".decide-error");
  box.innerHTML = event.detail.xhr.responseText;
});

// One tick ticks them all.
document.addEventListener("change", (event) => {
  const name = event.target.dataset.tickAll;
  if (!name) return;
  for (const box of document.querySelectorAll(`input[name="${CSS.escape(name)}"]`)) box.checked = event.target.checked;
});
