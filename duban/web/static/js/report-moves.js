// Moving through the filling page: filters, the next line, keys. Saving is in report.js.

const form = document.getElementById("report");
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

function narrow(filter) {
  for (const line of all(".line", form)) {
    const { state } = line.dataset;
    line.hidden = (filter === "todo" && state !== "todo") || (filter === "open" && state === "done")
      || (filter === "returned" && !("returned" in line.dataset));
  }
  for (const head of all(".section, .level", form)) head.hidden = filter !== "";
  document.getElementById("none-shown").hidden = all(".line:not([hidden])", form).length > 0;
  for (const each of all("[data-show]")) each.toggleAttribute("aria-current", each.dataset.show === filter);
}

function go(line) {
  if (!line) return;
  line.hidden = false;
  line.scrollIntoView({ block: "start" });
  const boxes = all(".figs:not(details) .fig-box input, textarea", line);
  (boxes.find((each) => !each.value) || boxes[0]).focus({ preventScroll: true });
}
function nextTodo() {
  const lines = all(".line", form);
  const here = lines.findIndex((line) => line.contains(document.activeElement));
  const order = [...lines.slice(here + 1), ...lines.slice(0, here + 1)];
  const found = order.find((line) => line.dataset.state === "todo");
  if (found) go(found);
  else document.getElementById("saved").textContent = "没有未填的事项了";
}
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const lines = all(".line:not([hidden])", form);
    const here = lines.findIndex((line) => line.contains(document.activeElement));
    go(lines[event.key === "ArrowDown" ? here + 1 : Math.max(0, here - 1)]);
  } else if (event.altKey && event.key.toLowerCase() === "n") {
    event.preventDefault();
    nextTodo();
  } else if (event.key === "Enter" && event.target.matches?.("form#report input:not([type=file])") && !event.isComposing) {
    event.preventDefault(); // in a box Enter keeps what was typed; it does not send the form
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show], [data-next-todo]");
  if (!button || button.matches("output") || ("show" in button.dataset && form.elements.show)) return;
  event.preventDefault();
  if ("nextTodo" in button.dataset) nextTodo();
  else narrow(button.dataset.show);
});

form.classList.add("has-script");
for (const each of all("[data-next-todo]")) each.hidden = false;
if (window.matchMedia("(max-width: 1100px)").matches) document.querySelector(".index-fold")?.removeAttribute("open");
