/** One file of weights: mapped or read into memory, its hash, and the location of its tensors. */
@NullMarked
package org.clipmeter.weights.file;

import org.jspecify.annotations.NullMarked;
