"""The answer of a question on its page: form, sentences, table, citation."""
