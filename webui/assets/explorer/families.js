// Families of classes: each has a hue and a sign, so that a kind is never told by colour alone.

const FAMILIES = {
  organization: { hue: '--hue-petrol', classes: ['Organization', 'Company', 'Lab', 'AnalysisOrganization', 'Publisher', 'Group'] },
  model: { hue: '--hue-plum', classes: ['Model', 'ModelVersion'] },
  family: { hue: '--hue-plum', classes: ['ModelFamily'] },
  app: { hue: '--hue-ochre', classes: ['App'] },
  country: { hue: '--hue-brick', classes: ['Country'] },
  instrument: { hue: '--hue-moss', classes: ['Instrument', 'Benchmark', 'Index', 'IndexVersion'] },
  document: { hue: '--hue-slate', classes: ['Document', 'Article', 'Report', 'Dataset'] },
  concept: { hue: '--hue-slate', classes: [] },
}

const OF_CLASS = new Map(
  Object.entries(FAMILIES).flatMap(([family, { classes }]) => classes.map((name) => [name, family])),
)

export const FAMILY_NAMES = Object.keys(FAMILIES)

/** The family of a class by its name; a class that is not listed is a concept. */
export const familyOf = (group) => OF_CLASS.get(group) ?? 'concept'

/** The CSS custom property that holds a family's colour. */
export const hueOf = (family) => FAMILIES[family].hue

/** Draws the family's sign around (x, y), `r` its half size, in the given colour. */
export function drawSign(ctx, family, x, y, r, colour) {
  ctx.save()
  ctx.fillStyle = ctx.strokeStyle = colour
  ctx.lineWidth = r * 0.42
  ctx.beginPath()
  OUTLINES[family](ctx, x, y, r)
  if (family === 'family' || family === 'concept') ctx.stroke()
  else ctx.fill()
  ctx.restore()
}

const OUTLINES = {
  organization: (ctx, x, y, r) => ctx.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8),
  model: (ctx, x, y, r) => ctx.arc(x, y, r, 0, 2 * Math.PI),
  family: (ctx, x, y, r) => ctx.arc(x, y, r * 0.85, 0, 2 * Math.PI),
  app: (ctx, x, y, r) => polygon(ctx, x, y, r * 1.15, 4, -90),
  country: (ctx, x, y, r) => polygon(ctx, x, y + r * 0.2, r * 1.2, 3, -90),
  instrument: (ctx, x, y, r) => polygon(ctx, x, y, r * 1.1, 6, 0),
  document: (ctx, x, y, r) => ctx.rect(x - r * 0.7, y - r, r * 1.4, r * 2),
  concept: (ctx, x, y, r) => ctx.rect(x - r * 0.7, y - r * 0.7, r * 1.4, r * 1.4),
}

function polygon(ctx, x, y, r, corners, turn) {
  for (let corner = 0; corner < corners; corner++) {
    const angle = ((turn + (corner * 360) / corners) * Math.PI) / 180
    ctx.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle))
  }
  ctx.closePath()
}
