/** Reads checkpoints without trusting them: safetensors, pytorch_model.bin and their shards, to named tensors. */
@NullMarked
package org.clipmeter.weights;

import org.jspecify.annotations.NullMarked;
