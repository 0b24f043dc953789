"""From a request to an answer: the pipeline and the parts that it is made of."""
