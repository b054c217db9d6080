/** Embeddings of images and texts with any model of two towers: batches, threads, memory and the store of what was computed. */
@NullMarked
package org.clipmeter.embed;

import org.jspecify.annotations.NullMarked;
