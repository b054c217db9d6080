/** A miniature world of coloured shapes: captions, the renderer, and the bundled model. */
@NullMarked
package org.clipmeter.shapes;

import org.jspecify.annotations.NullMarked;
