"""The process that holds the weights: batched decoding with a grammar mask, and the self-test of batching."""
