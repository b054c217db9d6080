/** How well a CLIP knows the miniature world. */
@NullMarked
package org.clipmeter.shapes.evaluation;

import org.jspecify.annotations.NullMarked;
