"""What the page of the ontology tells: terms, rules, a claim taken apart, the picture."""
