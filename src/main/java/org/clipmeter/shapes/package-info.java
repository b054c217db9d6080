/** A miniature world of coloured shapes: captions, renderer, and the training of the bundled model. */
@NullMarked
package org.clipmeter.shapes;

import org.jspecify.annotations.NullMarked;
