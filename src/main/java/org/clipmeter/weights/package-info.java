/** Reads checkpoint files without trusting them: safetensors and pytorch_model.bin to named tensors in mapped memory. */
@NullMarked
package org.clipmeter.weights;

import org.jspecify.annotations.NullMarked;
