/** SentencePiece's unigram models, read and applied in Java. */
@NullMarked
package org.clipmeter.text.pieces;

import org.jspecify.annotations.NullMarked;
