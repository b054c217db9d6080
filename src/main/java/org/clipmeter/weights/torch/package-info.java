/** Reads pytorch_model.bin: the archive, and the pickle in it without executing anything. */
@NullMarked
package org.clipmeter.weights.torch;

import org.jspecify.annotations.NullMarked;
