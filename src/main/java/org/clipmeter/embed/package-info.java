/** Embeds images and texts with any two-tower model: batches, threads, memory and the store of embeddings. */
@NullMarked
package org.clipmeter.embed;

import org.jspecify.annotations.NullMarked;
