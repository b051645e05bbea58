const fence = /^[ \t]*`{3,}(?:[ \t]*[\w+.-]+)?[ \t]*\r?(?:\n|$)/gm
/** Before `curl`, or what may stand before it. `#` begins a remark too, which may be about curl. */
const prompt =
  /^[ \t]*(?:[$%>❯][ \t]+|(#)[ \t]+|(?:PS|[A-Z]:\\)[^\n>]*>[ \t]*|[\w.-]+@[^\n$#%]*[$#%][ \t]+)(?=(?:sudo |\w+=\S* )*\S*curl(?:\.exe)?[ \t])/im
const command = /^[ \t]*(?:[$%>❯][ \t]+)?curl(?:\.exe)?[ \t]/im
/** Of a command that goes on: `>` in most shells, `>>` in PowerShell. */
const continuedPrompt = /^>{1,2}[ \t]+/gm
/** A backquote that stands alone: another would end a command within the command. */
const powerShellContinuation = /[ \t]`[ \t]*\r?\n/g

/** A command without what documents and terminals show around it. */
export function pastedCommand(text: string): string {
  const plain = text.replace(/[\u00a0\u202f]/g, ' ').replace(fence, '')
  const [shown = '', remark] = prompt.exec(plain) ?? []
  const isPrompt = shown !== '' && !(remark && command.test(plain))
  const typed = isPrompt ? plain.replace(prompt, '').replace(continuedPrompt, '') : plain
  return typed.replace(powerShellContinuation, ' ')
}
