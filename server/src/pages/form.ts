import { html } from 'hono/html'
import type { Html } from './layout.ts'

type Field = {
  name: string
  label: string
  autocomplete: string
  /** Shown below the field until there is an error to show there. */
  hint?: string | undefined
  /** What is wrong with this field, shown with it. */
  error?: string | undefined
  /** The alert that speaks of this field, when the words are not its own. */
  alertId?: string | undefined
  focus?: 'on-load' | undefined
}

export function textField(
  field: Field & {
    type?: 'text' | 'email'
    value?: string | undefined
    /** Stands beside the label of a field that may be left empty; other fields are required. */
    optionalMark?: string | undefined
    /** Shown, and sent along, but not to be changed. */
    isFixed?: boolean
  },
): Html {
  const { optionalMark } = field
  const mark = optionalMark === undefined ? '' : html` <span class="field-optional">${optionalMark}</span>`
  const fixed = field.isFixed ? html` readonly` : ''
  const required = optionalMark === undefined ? html` required` : ''
  const exactInput =
    field.type === 'email'
      ? html` inputmode="email" autocapitalize="none" spellcheck="false" dir="ltr"`
      : html` dir="auto"`

  return fieldFrame(
    field,
    html`${field.label}${mark}`,
    html`<input id="${field.name}" name="${field.name}" type="${field.type ?? 'text'}" value="${field.value ?? ''}" autocomplete="${field.autocomplete}"${required}${fixed}${exactInput}${fieldState(field)}>`,
  )
}

/** Never carries a value: a password that was refused is typed again. */
export function passwordField(
  field: Field & {
    autocomplete: 'current-password' | 'new-password'
    minimumLength?: number | undefined
  },
): Html {
  const minimumLength = field.minimumLength === undefined ? '' : html` minlength="${field.minimumLength}"`

  return fieldFrame(
    field,
    field.label,
    html`<input id="${field.name}" name="${field.name}" type="password" dir="ltr" autocomplete="${field.autocomplete}" required${minimumLength}${fieldState(field)}>`,
  )
}

export function hiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`
}

export function submitButton(label: string): Html {
  return html`<button class="button" type="submit">${label}</button>`
}

/** Says what went wrong above the form; a link per field leads to where it is put right. */
export function alert(alert: { id: string; text: string; fields?: { name: string; error: string }[] }): Html {
  const links = alert.fields?.map((field) => html`<li><a href="#${field.name}">${field.error}</a></li>`) ?? []
  return html`<div class="alert" role="alert" id="${alert.id}"><p>${alert.text}</p>${links.length > 0 ? html`<ul>${links}</ul>` : ''}</div>`
}

function fieldFrame(field: Field, label: Html | string, input: Html): Html {
  return html`<div class="field">
<label for="${field.name}">${label}</label>
${input}
${field.hint && !field.error ? html`<p class="field-hint" id="${field.name}-hint">${field.hint}</p>` : ''}
${field.error ? html`<p class="field-error" id="${field.name}-error">${field.error}</p>` : ''}
</div>`
}

/** What assistive technology hears of a field besides its label. */
function fieldState(field: Field): Html {
  const ownText = field.error ? `${field.name}-error` : field.hint && `${field.name}-hint`
  const describedBy = [field.alertId, ownText].filter(Boolean)
  const isInvalid = Boolean(field.error ?? field.alertId)

  return html`${isInvalid ? html` aria-invalid="true"` : ''}${
    describedBy.length > 0 ? html` aria-describedby="${describedBy.join(' ')}"` : ''
  }${field.focus === 'on-load' ? html` autofocus` : ''}`
}
