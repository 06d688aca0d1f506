"""The process that holds the weights: batched decoding with a grammar mask, and the batching self-test."""
