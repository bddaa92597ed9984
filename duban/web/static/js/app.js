// Small things every page shares. Pages work without this file; it only makes them quicker.

// "/" puts the cursor into the element marked data-key="/"; j and k walk rows marked data-row.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (field) {
    event.preventDefault();
    field.focus();
    if (field.select) field.select();
    return;
  }
  if (event.key === "j" || event.key === "k") {
    const rows = [...document.querySelectorAll("[data-row]")];
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))];
    (next.querySelector("a, button, input") || next).focus();
    event.preventDefault();
  }
});

// A drop-down closes when one clicks elsewhere or presses Escape.
document.addEventListener("click", (event) => {
  for (const drop of document.querySelectorAll("details[data-close-outside][open]")) {
    if (!drop.contains(event.target)) drop.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const drop of document.querySelectorAll("details[data-close-outside][open]")) {
    drop.open = false;
    drop.querySelector("summary").focus();
  }
});

// Dangerous verbs ask once, with what will happen: <button data-confirm="…">.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button && button.dataset.confirm && !window.confirm(button.dataset.confirm)) event.preventDefault();
});

// A form marked data-autosubmit sends itself when a choice changes.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form && !form.hasAttribute("hx-get") && !form.hasAttribute("hx-post")) form.requestSubmit();
});
