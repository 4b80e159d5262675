"""The look of a digest in PDF, in Typst's own language: A4, one typeface, tables that tell their headers."""

STYLE = """\
#let ink = rgb("#16191d")
#let quiet = rgb("#4a5058")
#let accent = rgb("#0b4f9e")
#let rule = rgb("#b8bec6")
#let tint = rgb("#f2f5f8")
#set page(
  paper: "a4",
  margin: (x: 20mm, top: 18mm, bottom: 20mm),
  footer: context {
    set text(size: 7.5pt, fill: quiet)
    line(length: 100%, stroke: .5pt + rule)
    v(-3pt)
    grid(columns: (1fr, auto), foot, [Page #counter(page).display() of #counter(page).final().first()])
  },
)
#set text(size: 9.5pt, fill: ink, hyphenate: false)
#set par(leading: .66em, spacing: .95em, justify: false)
#set list(marker: ([•], [–]), indent: 2pt, body-indent: 6pt, spacing: .75em)
#set enum(indent: 2pt, body-indent: 6pt, spacing: .75em)
#set footnote.entry(separator: line(length: 25%, stroke: .5pt + quiet), gap: .55em, clearance: .8em)
#show footnote.entry: set text(size: 7.5pt, fill: quiet)
#show link: set text(fill: accent)
#show heading: set block(sticky: true)
#show heading.where(level: 1): it => block(below: .7em, text(size: 21pt, weight: "bold", it.body))
#show heading.where(level: 2): it => block(
  width: 100%, above: 1.7em, below: .8em, stroke: (top: 1pt + ink), inset: (top: 6pt),
  text(size: 13.5pt, weight: "bold", it.body))
#show heading.where(level: 3): it => block(above: 1.4em, below: .7em, text(size: 11pt, weight: "bold", it.body))
#show heading.where(level: 4): it => block(above: 1.2em, below: .6em, text(size: 9.5pt, weight: "bold", it.body))
#let barred(colour, width, body) = block(
  width: 100%, stroke: (left: width + colour), inset: (left: 9pt, y: 2.5pt), par(body))
#let facts(body) = par(text(size: 9pt, fill: quiet, body))
#let notice(body) = block(
  width: 100%, fill: tint, stroke: (left: 3pt + quiet), inset: (x: 9pt, y: 6pt), par(text(size: 9pt, body)))
#let ask(body) = block(above: 1em, below: 0pt, sticky: true, width: 100%, stroke: (left: 4pt + accent),
  inset: (left: 9pt, top: 2pt, bottom: 5pt), par(text(size: 13.5pt, weight: "bold", body)))
#show quote.where(block: true): it => block(above: 0pt, below: 0pt, sticky: true, barred(rule, 3pt, it.body))
#let quotation(body) = quote(block: true, body)
#let credit(body) = block(above: 0pt, below: 1em, barred(rule, 3pt, text(size: 8.5pt, fill: quiet, body)))
#let command(body) = block(width: 100%, fill: tint, inset: 7pt, par(text(size: 8.5pt, body)))
#let names(entries) = for (name, body) in entries {
  block(width: 100%, above: 0pt, below: 0pt, stroke: (bottom: .5pt + rule), inset: (y: 5pt),
    grid(columns: (35mm, 1fr), column-gutter: 4mm, par(strong(name)), par(body)))
}
#let sheet(caption, columns, numbers, head, ..cells) = {
  block(above: 1.3em, below: .5em, sticky: true, text(size: 9pt, weight: "bold", par(caption)))
  set text(size: 8pt)
  set par(leading: .5em)
  table(
    columns: columns,
    inset: (x: 4pt, y: 3.5pt),
    stroke: .5pt + rule,
    align: (column, row) => if numbers and column > 0 { right } else { left },
    fill: (column, row) => if row == 0 { tint },
    table.header(..head),
    ..cells,
  )
}
#let picture(svg, alternative, caption, width) = figure(
  image(svg, format: "svg", alt: alternative, width: width), alt: alternative, caption: caption)
"""
