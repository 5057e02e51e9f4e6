/* Buttons that copy a link; without a script the field beside each can be copied by hand. */

const toast = document.getElementById("toast");

const say = (text) => {
  toast.textContent = text;
  toast.hidden = false;
  setTimeout(() => (toast.hidden = true), 3000);
};

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
      say(button.dataset.done);
    } catch {
      field.focus();
      field.select();
    }
  });
}
