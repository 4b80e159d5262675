"""Floor 2: what a contributor starts from, made from the model: schemas, keys in plain words, templates, examples."""
