/** Metrics of concept erasure that a CLIP model alone can give, computed from embeddings, image by image. */
@NullMarked
package org.clipmeter.erasure;

import org.jspecify.annotations.NullMarked;
