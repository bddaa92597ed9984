// 办结: tick all rows of the page; 延期: only the boxes of what is asked for. Without it everything is there.
for (const all of document.querySelectorAll("[data-check-all]")) {
  all.addEventListener("change", () => {
    for (const box of document.getElementsByName(all.dataset.checkAll)) box.checked = all.checked;
  });
}

const kinds = document.querySelectorAll("input[name=kind]");
const parts = { new_due: ["extension"], new_value: ["figure", "correction"], document_number: ["figure"] };

function show() {
  const chosen = [...kinds].find((kind) => kind.checked)?.value;
  for (const [name, wanted] of Object.entries(parts)) {
    const row = document.getElementsByName(name)[0]?.closest(".form-row");
    if (row && chosen) row.hidden = !wanted.includes(chosen);
  }
}

if (kinds.length) {
  for (const kind of kinds) kind.addEventListener("change", show);
  show();
}
