"""An answer as a Vega-Lite specification."""
