/** Searches for words and embeddings that bring an erased concept back. */
@NullMarked
package org.clipmeter.shapes.attack;

import org.jspecify.annotations.NullMarked;
