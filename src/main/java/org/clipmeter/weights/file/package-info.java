/** One file of weights: mapped or read into memory, its hash, and the tensors within it. */
@NullMarked
package org.clipmeter.weights.file;

import org.jspecify.annotations.NullMarked;
