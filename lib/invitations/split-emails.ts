/**
 * The addresses in a text, in lower case and each once: between commas, semicolons, spaces and lines. Of
 * `Maya Chen <maya@example.com>`, as mail programs copy it, the name is left out.
 */
export function splitEmails(text: string): string[] {
  const bare = text.replace(/(^|[,;\n>])[^,;\n<>@]*<([^<>]*)>/g, '$1<$2>')
  return [
    ...new Set(
      bare
        .toLowerCase()
        .split(/[\s,;<>]+/)
        .filter(Boolean),
    ),
  ]
}
