// <question-list>: adds, removes and moves questions in the page. Without this script each button posts the form and the server does it.
import { sortable } from './sortable.js';
import { announce, fill } from './speech.js';

class QuestionList extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector('select');
    this.body = this.querySelector('tbody');
    this.removeButton = this.querySelector('button[value="remove-questions"]');
    if (this.ready) return;
    this.ready = true;
    this.addEventListener('click', (event) => this.onClick(event));
    sortable(this.body, (row) => this.renumberAfter(row));
  }

  onClick(event) {
    const button = event.target.closest('button[name="step"]');
    if (!button) return;
    event.preventDefault();
    const [step, id] = button.value.split(':');
    if (step === 'add-question') this.add();
    else if (step === 'remove-questions') this.remove();
    else this.shift(button, this.body.querySelector(`tr[data-id="${CSS.escape(id)}"]`), step === 'move-up' ? -1 : 1);
  }

  add() {
    const option = this.select.selectedOptions[0];
    if (!option?.value) {
      announce(this.dataset.choose);
      return this.select.focus();
    }
    const row = this.row({ id: option.value, text: option.text, detail: option.dataset.detail });
    this.body.append(row);
    option.remove();
    this.select.value = '';
    this.renumber();
    announce(fill(this.dataset.added, { name: option.text, position: this.body.rows.length }));
    this.select.focus();
  }

  remove() {
    const rows = [...this.body.rows].filter((row) => row.querySelector('input[type="checkbox"]').checked);
    if (rows.length === 0) return announce(this.dataset.nothing);
    for (const row of rows) {
      this.offer(row);
      row.remove();
    }
    this.renumber();
    announce(fill(this.dataset.removed, { count: rows.length, left: this.body.rows.length }));
    (this.body.querySelector('input[type="checkbox"]') ?? this.select).focus();
  }

  shift(button, row, by) {
    const neighbour = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!neighbour) return;
    if (by < 0) neighbour.before(row);
    else neighbour.after(row);
    this.renumberAfter(row);
    // At either end the button is disabled and would lose the focus: its sibling takes it.
    (button.disabled ? row.querySelector('button:not(:disabled)') : button)?.focus();
  }

  /** After a row went somewhere else. */
  renumberAfter(row) {
    this.renumber();
    announce(fill(this.dataset.moved, { name: textOf(row), position: [...this.body.rows].indexOf(row) + 1 }));
  }

  /** A row made from the template, whose gaps stand in attributes and texts alike. */
  row(values) {
    const row = this.querySelector('template').content.querySelector('tr').cloneNode(true);
    for (const element of [row, ...row.querySelectorAll('*')]) {
      for (const attribute of element.attributes) attribute.value = fill(attribute.value, values);
      if (element.childElementCount === 0 && element.textContent.includes('{'))
        element.textContent = fill(element.textContent, values);
    }
    return row;
  }

  /** Puts a removed question back into the drop-down, in its place by the alphabet. */
  offer(row) {
    const option = new Option(textOf(row), row.dataset.id);
    option.dataset.detail = row.querySelector('[data-detail]').textContent;
    const next = [...this.select.options].slice(1).find((other) => other.text.localeCompare(option.text) > 0);
    this.select.add(option, next ?? null);
  }

  renumber() {
    const rows = [...this.body.rows];
    rows.forEach((row, index) => {
      row.querySelector('[data-position]').textContent = String(index + 1);
      row.querySelector('button[value^="move-up"]').disabled = index === 0;
      row.querySelector('button[value^="move-down"]').disabled = index === rows.length - 1;
    });
    this.querySelector('table').hidden = rows.length === 0;
    this.querySelector('[data-none]').hidden = rows.length > 0;
    this.removeButton.hidden = rows.length === 0;
  }
}

function textOf(row) {
  return row.querySelector('[data-text]').textContent;
}

customElements.define('question-list', QuestionList);
