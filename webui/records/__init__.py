"""What pages of things, documents and tables list: statements, relations, evidence, figures, the report card."""
