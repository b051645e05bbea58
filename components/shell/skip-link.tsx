/** The first stop of the Tab key, past everything that is the same on every page. */
export function SkipLink({ target = 'content', children = 'Skip to content' }) {
  return (
    <a
      href={`#${target}`}
      className="sr-only z-60 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
    >
      {children}
    </a>
  )
}
